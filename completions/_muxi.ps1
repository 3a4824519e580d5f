
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'muxi' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'muxi'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'muxi' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Keep the formation''s secrets: add, list, get, delete, set up, check')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check formations and say what is wrong, where, and what to write instead')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Write the formation''s files in one style; nothing that they say changes, and no comment is lost')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change settings of the formation; comments, order and quotes of its files stay')
            [CompletionResult]::new('bump', 'bump', [CompletionResultType]::ParameterValue, 'Raise the formation''s version and print the new one')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a kind of finding: what it means, an example, and the example mended')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a formation''s files, for editors, or the reference of their fields')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the formation and serve the Formation API')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the tests of the formation: what is said to it, and what has to be so then')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to the running formation')
            [CompletionResult]::new('agents', 'agents', [CompletionResultType]::ParameterValue, 'The agents of the running formation: how they are, what they do, stopping and starting them')
            [CompletionResult]::new('approvals', 'approvals', [CompletionResultType]::ParameterValue, 'Show and answer calls of tools that wait for a yes')
            [CompletionResult]::new('sessions', 'sessions', [CompletionResultType]::ParameterValue, 'Show the sessions of a user of the running formation, and what was said in one')
            [CompletionResult]::new('artifacts', 'artifacts', [CompletionResultType]::ParameterValue, 'Show, fetch and delete the files that the agents of the running formation made')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Show the formation''s users, link and unlink their identifiers, export and erase what is kept of them')
            [CompletionResult]::new('memory', 'memory', [CompletionResultType]::ParameterValue, 'Show, search, add, delete, export and erase what the formation remembers of a user')
            [CompletionResult]::new('credentials', 'credentials', [CompletionResultType]::ParameterValue, 'Keep users'' own credentials for services: set, list, get, choose, rename, delete')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Look at the formation''s store, check it, make it smaller, take it elsewhere')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'The formation''s servers of tools, and the formation as a server')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the API keys of the formation')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'A server that formations are deployed to: setting it up, running it, its keys')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Send the formation here to its server: a new one, or a new version of one')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Fetch what is live on a server into a directory; no file here is replaced without a yes')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Try the formation here out on a server of this machine')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'End what `muxi up` began')
            [CompletionResult]::new('remote', 'remote', [CompletionResultType]::ParameterValue, 'Look at and change the formations of a MUXI server')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the formation here as its server has it: `muxi remote get`')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start the formation here on its server: `muxi remote start`')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the formation here on its server: `muxi remote stop`')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart the formation here on its server: `muxi remote restart`')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Go back to the version before, of the formation here on its server: `muxi remote rollback`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete the formation here from its server: `muxi remote delete`')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a request to a MUXI server: print its headers and what was signed')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Try it all in a temporary directory: secret, check, server, chat')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;secrets' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a secret, or give it a new value; the value is asked for, or comes from stdin')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Add a secret, or give it a new value; the value is asked for, or comes from stdin')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the secrets by name, values masked')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the secrets by name, values masked')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a secret')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a secret')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Delete a secret')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Rename a secret, and every reference to it in the formation')
            [CompletionResult]::new('mv', 'mv', [CompletionResultType]::ParameterValue, 'Rename a secret, and every reference to it in the formation')
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that the secrets that are set and those that the formation refers to are the same ones')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Look after the key: show, export, import, protect, rotate')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Change the format of the secrets file, value by value verified')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look whether all is well: key, modes, git, seal, ages; and say what to do')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Say which value holds, of the secrets that have two since a merge')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which secrets differ from an earlier version in git')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Give a secret a new value, or list what somebody who left could have read')
            [CompletionResult]::new('git-setup', 'git-setup', [CompletionResultType]::ParameterValue, 'Make muxi the merge and diff driver for secrets files in this git repository')
            [CompletionResult]::new('merge-driver', 'merge-driver', [CompletionResultType]::ParameterValue, 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('textconv', 'textconv', [CompletionResultType]::ParameterValue, 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the secrets of a .env, JSON or YAML file, all of them or none')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the secrets, or write them to a file, in the clear')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a program with the secrets in its environment, and nowhere in its output')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;secrets;add' {
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make a random value of this many bytes (32 if none are given), written in base64url')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Keep the final line end of stdin, which is dropped otherwise')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;set' {
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make a random value of this many bytes (32 if none are given), written in base64url')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Keep the final line end of stdin, which is dropped otherwise')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;list' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;ls' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;get' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;delete' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Delete it though the formation refers to it')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Delete it though the formation refers to it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;rm' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Delete it though the formation refers to it')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Delete it though the formation refers to it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;rename' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be changed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;mv' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be changed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;setup' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say which ones are missing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;check' {
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Treat these as errors')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--values', '--values', [CompletionResultType]::ParameterName, 'Look at the values too: pasted blanks and quotes, other providers'' keys, placeholders, weak ones')
            [CompletionResult]::new('--all-envs', '--all-envs', [CompletionResultType]::ParameterName, 'Check every environment that has a secrets file, and compare them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;secrets;seal' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Seal without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Seal without asking')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Drop the lines that deleted secrets leave; branches from before may then bring them back')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show which keys are where, and which the secrets use; never a key')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the key for a colleague, protected by a passphrase, or for the store of a CI')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take a key that a colleague exported into the key file')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'Protect the key file by a passphrase, change it, or take it off')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new key and encrypt all secrets with it')
            [CompletionResult]::new('keychain', 'keychain', [CompletionResultType]::ParameterValue, 'Put the key into the keychain of the system, or take it out')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;secrets;key;show' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this new file (mode 0600) instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this new file (mode 0600) instead of stdout')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of the exported key; else that of --passphrase-file, else it is asked for')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'The key itself, as 44 characters that open everything: for the secret store of a CI')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Print the plain key without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Print the plain key without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;import' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Take it also where it does not open the secrets that are here')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;passphrase' {
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'The file with the new passphrase; else that of --passphrase-file, if the key has none yet; else it is asked for twice')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Take the passphrase off')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;rotate' {
            [CompletionResult]::new('--key-output', '--key-output', [CompletionResultType]::ParameterName, 'Write the keys to this new file; needed where the key comes from a variable or a descriptor')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--finish', '--finish', [CompletionResultType]::ParameterName, 'Take the retired keys out; refuses while the secrets need one of them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;keychain' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Take the key out; refuses where nothing else opens the secrets')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Take it out even so')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;key;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show which keys are where, and which the secrets use; never a key')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the key for a colleague, protected by a passphrase, or for the store of a CI')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take a key that a colleague exported into the key file')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'Protect the key file by a passphrase, change it, or take it off')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new key and encrypt all secrets with it')
            [CompletionResult]::new('keychain', 'keychain', [CompletionResultType]::ParameterValue, 'Put the key into the keychain of the system, or take it out')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;secrets;key;help;show' {
            break
        }
        'muxi;secrets;key;help;export' {
            break
        }
        'muxi;secrets;key;help;import' {
            break
        }
        'muxi;secrets;key;help;passphrase' {
            break
        }
        'muxi;secrets;key;help;rotate' {
            break
        }
        'muxi;secrets;key;help;keychain' {
            break
        }
        'muxi;secrets;key;help;help' {
            break
        }
        'muxi;secrets;convert' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format to change to')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'For format 1: take the passphrase off the key, for its programs cannot ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'For format 1: take the passphrase off the key, for its programs cannot ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;doctor' {
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'From how many days on a key or a value counts as old')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what is safe to mend: modes of your own key files, lines in .gitignore and .gitattributes, leftovers')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;resolve' {
            [CompletionResult]::new('--take', '--take', [CompletionResultType]::ParameterName, 'Take the value of this line, counted from 1')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--ours', '--ours', [CompletionResultType]::ParameterName, 'Take the value of our version')
            [CompletionResult]::new('--theirs', '--theirs', [CompletionResultType]::ParameterName, 'Take the value of their version')
            [CompletionResult]::new('--value-from-stdin', '--value-from-stdin', [CompletionResultType]::ParameterName, 'Give the secret NAME another value, from stdin')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Keep the final line end of stdin, which is dropped otherwise')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Seal though somebody changed other secrets without the key')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Seal though somebody changed other secrets without the key')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;diff' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;rotate' {
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make a random value of this many bytes (32 if none are given), written in base64url')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'With --plan: until when they had both; a commit, a tag, a day (to its end, UTC) or a moment')
            [CompletionResult]::new('--revoked', '--revoked', [CompletionResultType]::ParameterName, 'Tick a deleted secret off in the plan: it was revoked at its provider')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Keep the final line end of stdin, which is dropped otherwise')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'List every value that somebody with the repository and the key could have read, from git''s history')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;git-setup' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Take the drivers away again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;merge-driver' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--base', '--base', [CompletionResultType]::ParameterName, 'A merge of older versions, which later ones are compared with: nobody is asked or told')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;textconv' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;import' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What the file is written in, where its name does not tell')
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Put this before each name')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--skip-existing', '--skip-existing', [CompletionResultType]::ParameterName, 'Leave secrets that are there with another value as they are')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Give secrets that are there the new value')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to write: env if nothing else tells')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these secrets, separated by commas; else all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file, with mode 0600, instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file, with mode 0600, instead of stdout')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Write though there is such a file already')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Write though there is such a file already')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Print to a terminal without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Print to a terminal without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;run' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these secrets, separated by commas; else all')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--no-mask', '--no-mask', [CompletionResultType]::ParameterName, 'Give the program stdout and stderr themselves; values in its output stay')
            [CompletionResult]::new('--allow-unsealed', '--allow-unsealed', [CompletionResultType]::ParameterName, 'Run though the secrets were changed without the key since they were sealed')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;secrets;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a secret, or give it a new value; the value is asked for, or comes from stdin')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the secrets by name, values masked')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a secret')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a secret')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Rename a secret, and every reference to it in the formation')
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that the secrets that are set and those that the formation refers to are the same ones')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Look after the key: show, export, import, protect, rotate')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Change the format of the secrets file, value by value verified')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look whether all is well: key, modes, git, seal, ages; and say what to do')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Say which value holds, of the secrets that have two since a merge')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which secrets differ from an earlier version in git')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Give a secret a new value, or list what somebody who left could have read')
            [CompletionResult]::new('git-setup', 'git-setup', [CompletionResultType]::ParameterValue, 'Make muxi the merge and diff driver for secrets files in this git repository')
            [CompletionResult]::new('merge-driver', 'merge-driver', [CompletionResultType]::ParameterValue, 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('textconv', 'textconv', [CompletionResultType]::ParameterValue, 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the secrets of a .env, JSON or YAML file, all of them or none')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the secrets, or write them to a file, in the clear')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a program with the secrets in its environment, and nowhere in its output')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;secrets;help;add' {
            break
        }
        'muxi;secrets;help;list' {
            break
        }
        'muxi;secrets;help;get' {
            break
        }
        'muxi;secrets;help;delete' {
            break
        }
        'muxi;secrets;help;rename' {
            break
        }
        'muxi;secrets;help;setup' {
            break
        }
        'muxi;secrets;help;check' {
            break
        }
        'muxi;secrets;help;seal' {
            break
        }
        'muxi;secrets;help;key' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show which keys are where, and which the secrets use; never a key')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the key for a colleague, protected by a passphrase, or for the store of a CI')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take a key that a colleague exported into the key file')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'Protect the key file by a passphrase, change it, or take it off')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new key and encrypt all secrets with it')
            [CompletionResult]::new('keychain', 'keychain', [CompletionResultType]::ParameterValue, 'Put the key into the keychain of the system, or take it out')
            break
        }
        'muxi;secrets;help;key;show' {
            break
        }
        'muxi;secrets;help;key;export' {
            break
        }
        'muxi;secrets;help;key;import' {
            break
        }
        'muxi;secrets;help;key;passphrase' {
            break
        }
        'muxi;secrets;help;key;rotate' {
            break
        }
        'muxi;secrets;help;key;keychain' {
            break
        }
        'muxi;secrets;help;convert' {
            break
        }
        'muxi;secrets;help;doctor' {
            break
        }
        'muxi;secrets;help;resolve' {
            break
        }
        'muxi;secrets;help;diff' {
            break
        }
        'muxi;secrets;help;rotate' {
            break
        }
        'muxi;secrets;help;git-setup' {
            break
        }
        'muxi;secrets;help;merge-driver' {
            break
        }
        'muxi;secrets;help;textconv' {
            break
        }
        'muxi;secrets;help;import' {
            break
        }
        'muxi;secrets;help;export' {
            break
        }
        'muxi;secrets;help;run' {
            break
        }
        'muxi;secrets;help;help' {
            break
        }
        'muxi;new' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('formation', 'formation', [CompletionResultType]::ParameterValue, 'Make a formation in a directory of its own')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Add an agent')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Add an MCP server, whose tools agents may use')
            [CompletionResult]::new('sop', 'sop', [CompletionResultType]::ParameterValue, 'Add an SOP: how a piece of work is done, step by step')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Add a trigger: a question that another program''s report becomes')
            [CompletionResult]::new('a2a', 'a2a', [CompletionResultType]::ParameterValue, 'Add an A2A service: another agent elsewhere that can be asked')
            [CompletionResult]::new('skill', 'skill', [CompletionResultType]::ParameterValue, 'Add a skill: how to do something, for agents to look up')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;new;formation' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What it is for, in one line')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'What it has in it [default: chat]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Whose model answers; a usual one of theirs unless --model names it')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model that answers [default: muxi/echo, which needs no key]')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'How its files end')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;new;agent' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What it is for, in one line')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Its role in a team, for example reviewer')
            [CompletionResult]::new('--system-message', '--system-message', [CompletionResultType]::ParameterName, 'What its model is told first')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'A model of its own, or an alias of the formation')
            [CompletionResult]::new('--mcp', '--mcp', [CompletionResultType]::ParameterName, 'An MCP server that it may use; may be given several times')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'How its file ends; as the formation''s does if not given')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Let it answer when nothing points to another agent')
            [CompletionResult]::new('--no-register', '--no-register', [CompletionResultType]::ParameterName, 'Do not list it in the formation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;new;mcp' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What its tools do, in one line')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Whether it is called over HTTP or is a program; follows from --endpoint and --command')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'Its address')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How it knows who calls')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The secret that it wants; for basic, how the names of both begin [default: made of the id]')
            [CompletionResult]::new('--credential', '--credential', [CompletionResultType]::ParameterName, 'Take what each user has stored for this service, instead of a secret')
            [CompletionResult]::new('--command', '--command', [CompletionResultType]::ParameterName, 'The program to start')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'An argument of the program; may be given several times')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'A secret that the program gets in a variable of the same name; may be given several times')
            [CompletionResult]::new('--tool', '--tool', [CompletionResultType]::ParameterName, 'Show agents only this tool (`*` stands for anything); may be given several times')
            [CompletionResult]::new('--hide-tool', '--hide-tool', [CompletionResultType]::ParameterName, 'Do not show agents this tool; may be given several times')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Give it to this agent alone, instead of to all that ask for it')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'How its file ends; as the formation''s does if not given')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--no-register', '--no-register', [CompletionResultType]::ParameterName, 'Do not list it in the formation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;new;sop' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'When it is used, in one line')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'How strictly it is followed')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A word to find it by; may be given several times')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'A step; may be given several times')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;new;trigger' {
            [CompletionResult]::new('--prompt', '--prompt', [CompletionResultType]::ParameterName, 'What is asked; `${{ data.NAME }}` stands for a part of the report')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'A model of its own, or an alias of the formation')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'The channel of the formation that the answer goes to')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;new;a2a' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What it can be asked for, in one line')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Its address')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'How it knows who calls')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The secret that it wants; for basic, how the names of both begin [default: made of the id]')
            [CompletionResult]::new('--credential', '--credential', [CompletionResultType]::ParameterName, 'Take what each user has stored for this service, instead of a secret')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'How its file ends; as the formation''s does if not given')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--no-register', '--no-register', [CompletionResultType]::ParameterName, 'Do not list it in the formation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;new;skill' {
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'When it is of use, in one line')
            [CompletionResult]::new('--license', '--license', [CompletionResultType]::ParameterName, 'The licence under which it may be passed on')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file of the same name')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;new;help' {
            [CompletionResult]::new('formation', 'formation', [CompletionResultType]::ParameterValue, 'Make a formation in a directory of its own')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Add an agent')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Add an MCP server, whose tools agents may use')
            [CompletionResult]::new('sop', 'sop', [CompletionResultType]::ParameterValue, 'Add an SOP: how a piece of work is done, step by step')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Add a trigger: a question that another program''s report becomes')
            [CompletionResult]::new('a2a', 'a2a', [CompletionResultType]::ParameterValue, 'Add an A2A service: another agent elsewhere that can be asked')
            [CompletionResult]::new('skill', 'skill', [CompletionResultType]::ParameterValue, 'Add a skill: how to do something, for agents to look up')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;new;help;formation' {
            break
        }
        'muxi;new;help;agent' {
            break
        }
        'muxi;new;help;mcp' {
            break
        }
        'muxi;new;help;sop' {
            break
        }
        'muxi;new;help;trigger' {
            break
        }
        'muxi;new;help;a2a' {
            break
        }
        'muxi;new;help;skill' {
            break
        }
        'muxi;new;help;help' {
            break
        }
        'muxi;validate' {
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Treat these as errors: warnings, or names of findings, parted by commas')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not tell warnings of these names, parted by commas')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How findings are printed; --json means json')
            [CompletionResult]::new('--stdin-path', '--stdin-path', [CompletionResultType]::ParameterName, 'The file that stdin stands in for; else the formation''s own')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Who is to run the formation: says too what that one would refuse, leave out or not use')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended without a doubt; comments and order stay')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only print what --fix would change, as a diff')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;fmt' {
            [CompletionResult]::new('--stdin-name', '--stdin-name', [CompletionResultType]::ParameterName, 'The name of what comes from stdin: one that ends in .md is Markdown')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; list the files that would change, and fail if there are any')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Write nothing; print what would change')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;config' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set one; refused where the formation would not be valid any more')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Take one away')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;config;get' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A file of the formation other than its own')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Where it is not set, print what counts then')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;config;set' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A file of the formation other than its own')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check, print what would change, and write nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;config;unset' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A file of the formation other than its own')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check, print what would change, and write nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;config;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set one; refused where the formation would not be valid any more')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Take one away')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;config;help;get' {
            break
        }
        'muxi;config;help;set' {
            break
        }
        'muxi;config;help;unset' {
            break
        }
        'muxi;config;help;help' {
            break
        }
        'muxi;bump' {
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Make it this version')
            [CompletionResult]::new('--pre', '--pre', [CompletionResultType]::ParameterName, 'Make it a pre-release: `--pre rc` gives 1.2.4-rc.1, then 1.2.4-rc.2')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the new version and write nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;explain' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;schema' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'JSON Schema (draft 7), or a page for people')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All kinds of files')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Write over files that muxi schema did not write')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;graph' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A tree of lines, a Mermaid flowchart, a Graphviz graph, or JSON')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these parts and what they touch; may be given several times, or several with commas')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'The address, HOST[:PORT] [env: MUXI_LISTEN]')
            [CompletionResult]::new('--behind-proxy', '--behind-proxy', [CompletionResultType]::ParameterName, 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback')
            [CompletionResult]::new('--public-host', '--public-host', [CompletionResultType]::ParameterName, 'The names under which clients reach it (separated by commas), where a proxy in front passes them on; MCP clients may use these, those of the certificate and of this machine')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'The certificate chain for TLS, in PEM form')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The private key of the certificate, in PEM form, readable by its owner only')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Answer from what --record kept in this directory: no model is asked, and no key is needed')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'What to say of turns on stderr: request, user, session, agent, model, tokens, cost, time; never their text. With --json, each line is an object')
            [CompletionResult]::new('--audit-retention', '--audit-retention', [CompletionResultType]::ParameterName, 'How many days the records of a class are kept, such as network=30,agent=90; `muxi audit` verifies what is left')
            [CompletionResult]::new('--audit-to', '--audit-to', [CompletionResultType]::ParameterName, 'Send records on as they are written: `file:PATH`, `syslog:unix:PATH`, `syslog:udp:HOST:PORT` or `syslog:tcp:HOST:PORT`; again for each further one')
            [CompletionResult]::new('--state-of', '--state-of', [CompletionResultType]::ParameterName, 'Started by a server, whose versions of the formation share the state that is named by DIR: one that is on its way out may still have it. It ends when its standard input does')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--allow-unsealed', '--allow-unsealed', [CompletionResultType]::ParameterName, 'Run though the secrets were changed without the key since they were sealed')
            [CompletionResult]::new('--allow-log-paths', '--allow-log-paths', [CompletionResultType]::ParameterName, 'Let the formation''s logs be files outside of the directory of its state, where it names them so')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;test' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only cases with this in their name or in that of their file; A is a')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many cases run at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many cases run at once')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the report is written; --json prints it as json')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report to this file; lines for people still go to stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to this file; lines for people still go to stdout')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Answer from what --record kept in this directory: no model is asked, and no key is needed')
            [CompletionResult]::new('--approve', '--approve', [CompletionResultType]::ParameterName, 'Make calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; else they are denied')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'End with the first case that fails')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;chat' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'The session to go on with (its id is in the answer of --json)')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'The session to go on with (its id is in the answer of --json)')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The agent to ask')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The agent to ask')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user to talk as; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user to talk as; else the local one')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Answer from what --record kept in this directory: no model is asked, and no key is needed')
            [CompletionResult]::new('--approve', '--approve', [CompletionResultType]::ParameterName, 'Allow calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; may be repeated')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Answer in this process, without a server')
            [CompletionResult]::new('--deny-asks', '--deny-asks', [CompletionResultType]::ParameterName, 'Say no to calls of tools that ask, and put no question')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Show the answer only when it is whole')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Show each step on stderr: its time, tokens and cost; with --json, in the answer')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Show the answer as the model writes it, Markdown not laid out')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the agents with their state')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print one agent: state, turns, model, servers of tools, processes')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print the last lines of what an agent did: requests, tools, errors, what its program complains')
            [CompletionResult]::new('attach', 'attach', [CompletionResultType]::ParameterValue, 'Attach to the terminal of an agent that is a program with `tmux: true`')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop an agent: it takes no new turn, and what is its own ends')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Stop an agent, and let it answer again')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Let a stopped agent answer again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;agents;list' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show turns, the last use and what each is for, too')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;status' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;logs' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C or until the server ends')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C or until the server ends')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;attach' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only watch: what is typed goes nowhere')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;stop' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All agents')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;restart' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All agents')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;resume' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All agents')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;agents;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the agents with their state')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print one agent: state, turns, model, servers of tools, processes')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print the last lines of what an agent did: requests, tools, errors, what its program complains')
            [CompletionResult]::new('attach', 'attach', [CompletionResultType]::ParameterValue, 'Attach to the terminal of an agent that is a program with `tmux: true`')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop an agent: it takes no new turn, and what is its own ends')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Stop an agent, and let it answer again')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Let a stopped agent answer again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;agents;help;list' {
            break
        }
        'muxi;agents;help;status' {
            break
        }
        'muxi;agents;help;logs' {
            break
        }
        'muxi;agents;help;attach' {
            break
        }
        'muxi;agents;help;stop' {
            break
        }
        'muxi;agents;help;restart' {
            break
        }
        'muxi;agents;help;resume' {
            break
        }
        'muxi;agents;help;help' {
            break
        }
        'muxi;approvals' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the calls that wait, the oldest first')
            [CompletionResult]::new('allow', 'allow', [CompletionResultType]::ParameterValue, 'Let a call be made')
            [CompletionResult]::new('deny', 'deny', [CompletionResultType]::ParameterValue, 'Do not let a call be made')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;approvals;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only those of this user; else those of all')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only those of this user; else those of all')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;approvals;allow' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only if it is this user''s; else whoever''s it is')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only if it is this user''s; else whoever''s it is')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;approvals;deny' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only if it is this user''s; else whoever''s it is')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only if it is this user''s; else whoever''s it is')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;approvals;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the calls that wait, the oldest first')
            [CompletionResult]::new('allow', 'allow', [CompletionResultType]::ParameterValue, 'Let a call be made')
            [CompletionResult]::new('deny', 'deny', [CompletionResultType]::ParameterValue, 'Do not let a call be made')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;approvals;help;list' {
            break
        }
        'muxi;approvals;help;allow' {
            break
        }
        'muxi;approvals;help;deny' {
            break
        }
        'muxi;approvals;help;help' {
            break
        }
        'muxi;sessions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the user''s last sessions, the latest first')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Print the user''s last sessions, the latest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print what was said in a session, the oldest first')
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Print what was said in a session, the oldest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;sessions;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; else the local one')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;sessions;ls' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user; else the local one')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;sessions;show' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user whose session it is; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user whose session it is; else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;sessions;messages' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user whose session it is; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user whose session it is; else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;sessions;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the user''s last sessions, the latest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print what was said in a session, the oldest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;sessions;help;list' {
            break
        }
        'muxi;sessions;help;show' {
            break
        }
        'muxi;sessions;help;help' {
            break
        }
        'muxi;artifacts' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the files, the latest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Write a file to stdout, or to a new file of its own')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a file with all its versions')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;artifacts;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user whose files they are; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user whose files they are; else the local one')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;artifacts;get' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write it; a directory takes it under its own name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to write it; a directory takes it under its own name')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'The version; else the latest')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user whose file it is; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user whose file it is; else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;artifacts;delete' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user whose file it is; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user whose file it is; else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;artifacts;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the files, the latest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Write a file to stdout, or to a new file of its own')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a file with all its versions')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;artifacts;help;list' {
            break
        }
        'muxi;artifacts;help;get' {
            break
        }
        'muxi;artifacts;help;delete' {
            break
        }
        'muxi;artifacts;help;help' {
            break
        }
        'muxi;audit' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Print the last records, the oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that every record is there as it was written, and name the first one that is not')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the records for another program: JSON, CSV or CEF')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;audit;query' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Only of these classes, separated by commas')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Only this action, or a pattern such as secret.*')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not before this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not after this time')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'The last so many')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--servers', '--servers', [CompletionResultType]::ParameterName, 'Not the formation''s: what was done to servers outside of any formation')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what is recorded from now on, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what is recorded from now on, until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;audit;verify' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--accept-new', '--accept-new', [CompletionResultType]::ParameterName, 'Record that you know why there were other records before, or some that no root key signed, so that they are no fault any more')
            [CompletionResult]::new('--servers', '--servers', [CompletionResultType]::ParameterName, 'Not the formation''s: what was done to servers outside of any formation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;audit;export' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Only of these classes, separated by commas')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Only this action, or a pattern such as secret.*')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not before this time')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not after this time')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to write')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this new file (mode 0600) instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this new file (mode 0600) instead of stdout')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--servers', '--servers', [CompletionResultType]::ParameterName, 'Not the formation''s: what was done to servers outside of any formation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;audit;help' {
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Print the last records, the oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that every record is there as it was written, and name the first one that is not')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the records for another program: JSON, CSV or CEF')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;audit;help;query' {
            break
        }
        'muxi;audit;help;verify' {
            break
        }
        'muxi;audit;help;export' {
            break
        }
        'muxi;audit;help;help' {
            break
        }
        'muxi;logs' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not before: a time such as 2026-11-22T10:00:00Z, a day (2026-11-22), or a while ago: 90s, 15m, 2h, 7d')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'At least as important: debug, info, warning, error')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Of this user (tenant:user where there are tenants)')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'Of this session')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'Of this request')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Of this agent')
            [CompletionResult]::new('--event', '--event', [CompletionResultType]::ParameterName, 'Of this name, such as response.completed, or of all that begin so: ''tool.*''')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many of the last lines')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How many of the last lines')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Ask the running server instead of reading the file')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the users and their identifiers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one user')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Give identifiers to a user; one that is another user''s is refused')
            [CompletionResult]::new('unlink', 'unlink', [CompletionResultType]::ParameterValue, 'Take an identifier from its user; what is kept stays with the user')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Make two users one: all that is kept of the first becomes the second''s')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is kept of a user to a new file')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Take away all that is kept of a user, in the database, its logs and files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;users;list' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Only those of this tenant; else all')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;show' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;link' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'What they are, such as email or slack')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;unlink' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;merge' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file, made for its owner alone')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file, made for its owner alone')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;erase' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;users;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the users and their identifiers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one user')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Give identifiers to a user; one that is another user''s is refused')
            [CompletionResult]::new('unlink', 'unlink', [CompletionResultType]::ParameterValue, 'Take an identifier from its user; what is kept stays with the user')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Make two users one: all that is kept of the first becomes the second''s')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is kept of a user to a new file')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Take away all that is kept of a user, in the database, its logs and files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;users;help;list' {
            break
        }
        'muxi;users;help;show' {
            break
        }
        'muxi;users;help;link' {
            break
        }
        'muxi;users;help;unlink' {
            break
        }
        'muxi;users;help;merge' {
            break
        }
        'muxi;users;help;export' {
            break
        }
        'muxi;users;help;erase' {
            break
        }
        'muxi;users;help;help' {
            break
        }
        'muxi;memory' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what is remembered of a user, the latest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Print what fits a question, the best first')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Remember something of a user')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Forget one thing')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is remembered of a user as lines of JSON')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Forget all that is remembered of a user; conversations stay (see muxi users erase)')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Print how much is remembered: of one user, or of all together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;memory;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Only what came from there, such as extraction or api')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--superseded', '--superseded', [CompletionResultType]::ParameterName, 'Those too that do not hold any more')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;search' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many at most')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;add' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'What sort of thing it is')
            [CompletionResult]::new('--supersedes', '--supersedes', [CompletionResultType]::ParameterName, 'The memory (its id) that it takes the place of')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;delete' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;export' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file, made for its owner alone; else stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file, made for its owner alone; else stdout')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;erase' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'Only what came from there, such as extraction or api')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;stats' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;memory;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what is remembered of a user, the latest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Print what fits a question, the best first')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Remember something of a user')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Forget one thing')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is remembered of a user as lines of JSON')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Forget all that is remembered of a user; conversations stay (see muxi users erase)')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Print how much is remembered: of one user, or of all together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;memory;help;list' {
            break
        }
        'muxi;memory;help;search' {
            break
        }
        'muxi;memory;help;add' {
            break
        }
        'muxi;memory;help;delete' {
            break
        }
        'muxi;memory;help;export' {
            break
        }
        'muxi;memory;help;erase' {
            break
        }
        'muxi;memory;help;stats' {
            break
        }
        'muxi;memory;help;help' {
            break
        }
        'muxi;credentials' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what a user has, without the values')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Print what a user has, without the values')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a credential of a user; the value is asked for, or comes from stdin')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Keep a credential of a user; the value is asked for, or comes from stdin')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a credential')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential of a user')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Delete a credential of a user')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Look whether all that a user has can be trusted and used')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log a user in at a service with OAuth 2.0, in a browser or on another device')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the credentials of users from the database of a deployed runtime')
            [CompletionResult]::new('services', 'services', [CompletionResultType]::ParameterValue, 'Print the services that the formation needs credentials for')
            [CompletionResult]::new('select', 'select', [CompletionResultType]::ParameterValue, 'Choose the account of a service that is used where nobody says which')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give an account another name')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Take away all that a user has, also what cannot be trusted or opened any more')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Make a new master key and seal everything under it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;credentials;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only those for this service')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;ls' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only those for this service')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;set' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field to ask for, in the place of a single token; as often as there are fields')
            [CompletionResult]::new('--expires', '--expires', [CompletionResultType]::ParameterName, 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Stdin is a JSON object of all fields')
            [CompletionResult]::new('--no-replace', '--no-replace', [CompletionResultType]::ParameterName, 'Refuse where there is one for that account already')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;add' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field to ask for, in the place of a single token; as often as there are fields')
            [CompletionResult]::new('--expires', '--expires', [CompletionResultType]::ParameterName, 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Stdin is a JSON object of all fields')
            [CompletionResult]::new('--no-replace', '--no-replace', [CompletionResultType]::ParameterName, 'Refuse where there is one for that account already')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;get' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'This field; else the token, the password, or the first field')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show it on a terminal')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;delete' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;rm' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;status' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only those for this service')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;login' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account; else who the service says that it is, else the name of the service')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port of this machine that the browser comes back to, where the formation names none; 0 takes a free one')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the user')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'Print a code to type in on another device')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Only print the address, and do not open a browser')
            [CompletionResult]::new('--address-from-stdin', '--address-from-stdin', [CompletionResultType]::ParameterName, 'Read the address that the browser came back to from stdin')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The SQLite database of the deployed runtime')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Leave this row out')
            [CompletionResult]::new('--formation-id', '--formation-id', [CompletionResultType]::ParameterName, 'The id that the formation had')
            [CompletionResult]::new('--salt', '--salt', [CompletionResultType]::ParameterName, 'The `encryption.salt` that it had')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done')
            [CompletionResult]::new('--key-from-stdin', '--key-from-stdin', [CompletionResultType]::ParameterName, 'The `encryption.key` that it had comes from stdin')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;services' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Say what this user has of each')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Say what this user has of each')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;select' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--none', '--none', [CompletionResultType]::ParameterName, 'Choose none: which one is meant is asked again')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;rename' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service; counts where NAME says another')
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'The account, where the user has several for the service')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The new name')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Ask the formation on the server of this profile, instead of the one that runs here')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'Its id there; else that of the formation here')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'The one that is tried out there (muxi up), instead of the one that is live')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;reset' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;rekey' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;credentials;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what a user has, without the values')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a credential of a user; the value is asked for, or comes from stdin')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a credential')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential of a user')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Look whether all that a user has can be trusted and used')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log a user in at a service with OAuth 2.0, in a browser or on another device')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the credentials of users from the database of a deployed runtime')
            [CompletionResult]::new('services', 'services', [CompletionResultType]::ParameterValue, 'Print the services that the formation needs credentials for')
            [CompletionResult]::new('select', 'select', [CompletionResultType]::ParameterValue, 'Choose the account of a service that is used where nobody says which')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give an account another name')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Take away all that a user has, also what cannot be trusted or opened any more')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Make a new master key and seal everything under it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;credentials;help;list' {
            break
        }
        'muxi;credentials;help;set' {
            break
        }
        'muxi;credentials;help;get' {
            break
        }
        'muxi;credentials;help;delete' {
            break
        }
        'muxi;credentials;help;status' {
            break
        }
        'muxi;credentials;help;login' {
            break
        }
        'muxi;credentials;help;import' {
            break
        }
        'muxi;credentials;help;services' {
            break
        }
        'muxi;credentials;help;select' {
            break
        }
        'muxi;credentials;help;rename' {
            break
        }
        'muxi;credentials;help;reset' {
            break
        }
        'muxi;credentials;help;rekey' {
            break
        }
        'muxi;credentials;help;help' {
            break
        }
        'muxi;store' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Print how large it is and what is in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Look whether it is whole: pages, rows, users, and the contents of files')
            [CompletionResult]::new('vacuum', 'vacuum', [CompletionResultType]::ParameterValue, 'Make the database as small as it can be')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all of it to a new file, for another machine or another time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Fill an empty store from such a file: all of it or nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;store;info' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;store;check' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;store;vacuum' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;store;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file, made for its owner alone')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file, made for its owner alone')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;store;import' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;store;help' {
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Print how large it is and what is in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Look whether it is whole: pages, rows, users, and the contents of files')
            [CompletionResult]::new('vacuum', 'vacuum', [CompletionResultType]::ParameterValue, 'Make the database as small as it can be')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all of it to a new file, for another machine or another time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Fill an empty store from such a file: all of it or nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;store;help;info' {
            break
        }
        'muxi;store;help;check' {
            break
        }
        'muxi;store;help;vacuum' {
            break
        }
        'muxi;store;help;export' {
            break
        }
        'muxi;store;help;import' {
            break
        }
        'muxi;store;help;help' {
            break
        }
        'muxi;mcp' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers of tools: state, transport, number of tools, and why one is down')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one server: how it runs, the walls around it, its tools')
            [CompletionResult]::new('tools', 'tools', [CompletionResultType]::ParameterValue, 'Print the tools of one server or of all, each with what the policy says of it')
            [CompletionResult]::new('call', 'call', [CompletionResultType]::ParameterValue, 'Call a tool, and print what it answers')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in at a server that is signed in at by OAuth')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Give the login at a server back, and delete its tokens')
            [CompletionResult]::new('resources', 'resources', [CompletionResultType]::ParameterValue, 'Print the resources of a server, or what one of them holds')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Print the prompts of a server')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Offer the formation to an editor or another client over stdin and stdout')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;mcp;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;show' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;tools' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;call' {
            [CompletionResult]::new('--args', '--args', [CompletionResultType]::ParameterName, 'All arguments as a JSON object; @FILE reads them from a file, - from stdin')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'One argument, of the first type in the tool''s schema that VALUE fits, be it text or JSON; may be repeated, and goes before --args')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Say yes where the policy asks')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Say yes where the policy asks')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;login' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port of 127.0.0.1 that the browser comes back to; 0 takes a free one')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the browser')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Only print the address, and do not open a browser')
            [CompletionResult]::new('--address-from-stdin', '--address-from-stdin', [CompletionResultType]::ParameterName, 'Read the address that the browser came back to from stdin')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;logout' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;resources' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;prompts' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long a server may take to answer (else 30), or a call (else as the formation says)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;serve' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools are reached with what that user has')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools are reached with what that user has')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Answer from what --record kept in this directory: no model is asked, and no key is needed')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Run it in this process, though a server of it runs')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;mcp;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers of tools: state, transport, number of tools, and why one is down')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one server: how it runs, the walls around it, its tools')
            [CompletionResult]::new('tools', 'tools', [CompletionResultType]::ParameterValue, 'Print the tools of one server or of all, each with what the policy says of it')
            [CompletionResult]::new('call', 'call', [CompletionResultType]::ParameterValue, 'Call a tool, and print what it answers')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in at a server that is signed in at by OAuth')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Give the login at a server back, and delete its tokens')
            [CompletionResult]::new('resources', 'resources', [CompletionResultType]::ParameterValue, 'Print the resources of a server, or what one of them holds')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Print the prompts of a server')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Offer the formation to an editor or another client over stdin and stdout')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;mcp;help;list' {
            break
        }
        'muxi;mcp;help;show' {
            break
        }
        'muxi;mcp;help;tools' {
            break
        }
        'muxi;mcp;help;call' {
            break
        }
        'muxi;mcp;help;login' {
            break
        }
        'muxi;mcp;help;logout' {
            break
        }
        'muxi;mcp;help;resources' {
            break
        }
        'muxi;mcp;help;prompts' {
            break
        }
        'muxi;mcp;help;serve' {
            break
        }
        'muxi;mcp;help;help' {
            break
        }
        'muxi;keys' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print both keys, and where they come from; they are made if there are none yet')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;keys;show' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;keys;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print both keys, and where they come from; they are made if there are none yet')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;keys;help;show' {
            break
        }
        'muxi;keys;help;help' {
            break
        }
        'muxi;server' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the configuration, with a key; its secret is printed once')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run the server, in the foreground')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'End a server that runs on this machine, and wait until it has ended')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say whether it runs, where, and what it would be started with')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'The keys that calls are signed with: add, list, remove')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;server;init' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port that the server is to listen on')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Add the server to the profiles of this user, under this name (such as localhost)')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--legacy', '--legacy', [CompletionResultType]::ParameterName, 'Let the key sign in the legacy dialect too, as published SDKs do; it signs neither query nor body')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a configuration that is there; its keys count no more')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;start' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'The address, HOST[:PORT]')
            [CompletionResult]::new('--behind-proxy', '--behind-proxy', [CompletionResultType]::ParameterName, 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback without TLS')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'The certificate chain for TLS, in PEM form; read again when it changes, and on HUP')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The private key of the certificate, in PEM form, readable by its owner only')
            [CompletionResult]::new('--client-ca', '--client-ca', [CompletionResultType]::ParameterName, 'The certificates, in PEM form, of those that sign clients'' certificates: connections without one are refused')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;stop' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for its end, in seconds')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;status' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;keys' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Make a key; its secret is printed once. A server that runs takes it at once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the keys, without their secrets')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the keys, without their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key away. A server that runs refuses it at once')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take a key away. A server that runs refuses it at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;server;keys;add' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it may do: read, write, admin, read:ID or write:ID (separated by commas); write unless said otherwise')
            [CompletionResult]::new('--expires', '--expires', [CompletionResultType]::ParameterName, 'Until when: a time (2027-01-31T00:00:00Z) or how long (90d, 12h)')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How it may sign (separated by commas): v2 and documented unless said otherwise')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--legacy', '--legacy', [CompletionResultType]::ParameterName, 'Let it sign in the legacy dialect too, as published SDKs do; it signs neither query nor body')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;server;keys;list' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;keys;ls' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;keys;remove' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Also where it is the last one: nobody can call the server then')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;keys;rm' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Also where it is the last one: nobody can call the server then')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;server;keys;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Make a key; its secret is printed once. A server that runs takes it at once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the keys, without their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key away. A server that runs refuses it at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;server;keys;help;add' {
            break
        }
        'muxi;server;keys;help;list' {
            break
        }
        'muxi;server;keys;help;remove' {
            break
        }
        'muxi;server;keys;help;help' {
            break
        }
        'muxi;server;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the configuration, with a key; its secret is printed once')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run the server, in the foreground')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'End a server that runs on this machine, and wait until it has ended')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say whether it runs, where, and what it would be started with')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'The keys that calls are signed with: add, list, remove')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;server;help;init' {
            break
        }
        'muxi;server;help;start' {
            break
        }
        'muxi;server;help;stop' {
            break
        }
        'muxi;server;help;status' {
            break
        }
        'muxi;server;help;keys' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Make a key; its secret is printed once. A server that runs takes it at once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the keys, without their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key away. A server that runs refuses it at once')
            break
        }
        'muxi;server;help;keys;add' {
            break
        }
        'muxi;server;help;keys;list' {
            break
        }
        'muxi;server;help;keys;remove' {
            break
        }
        'muxi;server;help;help' {
            break
        }
        'muxi;profiles' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a server and its key, or change one')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say which server commands are about, and ask it whether it takes the key')
            [CompletionResult]::new('ping', 'ping', [CompletionResultType]::ParameterValue, 'Ask a server whether it is there, without the key')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a server the default one, or that of the formation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;profile' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a server and its key, or change one')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say which server commands are about, and ask it whether it takes the key')
            [CompletionResult]::new('ping', 'ping', [CompletionResultType]::ParameterValue, 'Ask a server whether it is there, without the key')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a server the default one, or that of the formation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;profiles;add' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The id of the key')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed: v2 unless said otherwise')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'How the secret is kept: plain unless said otherwise')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of --keep encrypted')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--secret-stdin', '--secret-stdin', [CompletionResultType]::ParameterName, 'The secret of the key comes from stdin')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Make it the default one; the first one is')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Change the one of that name')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profile;add' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The id of the key')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed: v2 unless said otherwise')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'How the secret is kept: plain unless said otherwise')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of --keep encrypted')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--secret-stdin', '--secret-stdin', [CompletionResultType]::ParameterName, 'The secret of the key comes from stdin')
            [CompletionResult]::new('--default', '--default', [CompletionResultType]::ParameterName, 'Make it the default one; the first one is')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Change the one of that name')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profiles;list' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profiles;ls' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profile;list' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profile;ls' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profiles;remove' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profiles;rm' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profile;remove' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profile;rm' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profiles;status' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Do not ask the server')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profile;status' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Do not ask the server')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profiles;ping' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profile;ping' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;profiles;use' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'For the formation here only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profile;use' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'For the formation here only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;profiles;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a server and its key, or change one')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say which server commands are about, and ask it whether it takes the key')
            [CompletionResult]::new('ping', 'ping', [CompletionResultType]::ParameterValue, 'Ask a server whether it is there, without the key')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a server the default one, or that of the formation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;profiles;help;add' {
            break
        }
        'muxi;profiles;help;list' {
            break
        }
        'muxi;profiles;help;remove' {
            break
        }
        'muxi;profiles;help;status' {
            break
        }
        'muxi;profiles;help;ping' {
            break
        }
        'muxi;profiles;help;use' {
            break
        }
        'muxi;profiles;help;help' {
            break
        }
        'muxi;profile;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a server and its key, or change one')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say which server commands are about, and ask it whether it takes the key')
            [CompletionResult]::new('ping', 'ping', [CompletionResultType]::ParameterValue, 'Ask a server whether it is there, without the key')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a server the default one, or that of the formation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;profile;help;add' {
            break
        }
        'muxi;profile;help;list' {
            break
        }
        'muxi;profile;help;remove' {
            break
        }
        'muxi;profile;help;status' {
            break
        }
        'muxi;profile;help;ping' {
            break
        }
        'muxi;profile;help;use' {
            break
        }
        'muxi;profile;help;help' {
            break
        }
        'muxi;deploy' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be sent and where; no server is asked')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Only print what is another one than on the server, as a diff without the values of secrets')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the new version says that it is well')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Have the server answer once, at the end, instead of step by step')
            [CompletionResult]::new('--include-db', '--include-db', [CompletionResultType]::ParameterName, 'Send memory.db too, which the formation of a deployed runtime remembers in')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Send the key of the secrets, where the server wants it, without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Send the key of the secrets, where the server wants it, without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;download' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The directory; made if it is not there')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be written')
            [CompletionResult]::new('--include-db', '--include-db', [CompletionResultType]::ParameterName, 'Fetch memory.db too, which the formation of a deployed runtime remembers in')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace files that are other ones here, without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are other ones here, without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Replace files that are other ones here, without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;up' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port of the server, instead of the profile''s')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;down' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port of the server, instead of the profile''s')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the formations of the server')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'Print the formations of the server')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print one formation of the server')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a formation of the server that was stopped')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop a formation of the server; it stays there')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart a formation of the server')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Go back to the version that was there before')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a formation of the server, with what it keeps there')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print what a formation of the server writes to stdout and stderr')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print how the server itself is')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;remote;list' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;ls' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;get' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;start' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;stop' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;restart' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;rollback' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;delete' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many of the last lines')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How many of the last lines')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Which output: both unless said otherwise')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;status' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;remote;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the formations of the server')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print one formation of the server')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a formation of the server that was stopped')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop a formation of the server; it stays there')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart a formation of the server')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Go back to the version that was there before')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a formation of the server, with what it keeps there')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print what a formation of the server writes to stdout and stderr')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print how the server itself is')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;remote;help;list' {
            break
        }
        'muxi;remote;help;get' {
            break
        }
        'muxi;remote;help;start' {
            break
        }
        'muxi;remote;help;stop' {
            break
        }
        'muxi;remote;help;restart' {
            break
        }
        'muxi;remote;help;rollback' {
            break
        }
        'muxi;remote;help;delete' {
            break
        }
        'muxi;remote;help;logs' {
            break
        }
        'muxi;remote;help;status' {
            break
        }
        'muxi;remote;help;help' {
            break
        }
        'muxi;get' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;start' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;stop' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;restart' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;rollback' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without a question')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;delete' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How calls are signed this time, instead of as the profile says')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Do it without asking for the id')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;sign' {
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The file with the body; `-` is stdin')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'How it is signed: v2 unless said otherwise')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host that it is sent to, with its port unless that is the scheme''s own; v2 signs it')
            [CompletionResult]::new('--formation', '--formation', [CompletionResultType]::ParameterName, 'The formation that it is about: X-Formation-ID')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'The version of the formation that is sent: X-Formation-Version')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile whose key, host and dialect count, unless they are given')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile whose key, host and dialect count, unless they are given')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The id of the key [env: MUXI_KEY_ID]')
            [CompletionResult]::new('--timestamp', '--timestamp', [CompletionResultType]::ParameterName, 'Seconds since 1970, instead of now')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, '32 hexadecimal digits, instead of random ones; v2 has them')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--secret-stdin', '--secret-stdin', [CompletionResultType]::ParameterName, 'The secret of the key comes from stdin')
            [CompletionResult]::new('--header-lines', '--header-lines', [CompletionResultType]::ParameterName, 'Print the headers only, one a line, as `curl -H @-` takes them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'muxi;demo' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'A model of your own instead of muxi/echo, for example openai/gpt-4o-mini')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;completions' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;help' {
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Keep the formation''s secrets: add, list, get, delete, set up, check')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check formations and say what is wrong, where, and what to write instead')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Write the formation''s files in one style; nothing that they say changes, and no comment is lost')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Read and change settings of the formation; comments, order and quotes of its files stay')
            [CompletionResult]::new('bump', 'bump', [CompletionResultType]::ParameterValue, 'Raise the formation''s version and print the new one')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a kind of finding: what it means, an example, and the example mended')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a formation''s files, for editors, or the reference of their fields')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the formation and serve the Formation API')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Run the tests of the formation: what is said to it, and what has to be so then')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to the running formation')
            [CompletionResult]::new('agents', 'agents', [CompletionResultType]::ParameterValue, 'The agents of the running formation: how they are, what they do, stopping and starting them')
            [CompletionResult]::new('approvals', 'approvals', [CompletionResultType]::ParameterValue, 'Show and answer calls of tools that wait for a yes')
            [CompletionResult]::new('sessions', 'sessions', [CompletionResultType]::ParameterValue, 'Show the sessions of a user of the running formation, and what was said in one')
            [CompletionResult]::new('artifacts', 'artifacts', [CompletionResultType]::ParameterValue, 'Show, fetch and delete the files that the agents of the running formation made')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Show the formation''s users, link and unlink their identifiers, export and erase what is kept of them')
            [CompletionResult]::new('memory', 'memory', [CompletionResultType]::ParameterValue, 'Show, search, add, delete, export and erase what the formation remembers of a user')
            [CompletionResult]::new('credentials', 'credentials', [CompletionResultType]::ParameterValue, 'Keep users'' own credentials for services: set, list, get, choose, rename, delete')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Look at the formation''s store, check it, make it smaller, take it elsewhere')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'The formation''s servers of tools, and the formation as a server')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the API keys of the formation')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'A server that formations are deployed to: setting it up, running it, its keys')
            [CompletionResult]::new('profiles', 'profiles', [CompletionResultType]::ParameterValue, 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Send the formation here to its server: a new one, or a new version of one')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Fetch what is live on a server into a directory; no file here is replaced without a yes')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Try the formation here out on a server of this machine')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'End what `muxi up` began')
            [CompletionResult]::new('remote', 'remote', [CompletionResultType]::ParameterValue, 'Look at and change the formations of a MUXI server')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the formation here as its server has it: `muxi remote get`')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start the formation here on its server: `muxi remote start`')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the formation here on its server: `muxi remote stop`')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart the formation here on its server: `muxi remote restart`')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Go back to the version before, of the formation here on its server: `muxi remote rollback`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete the formation here from its server: `muxi remote delete`')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a request to a MUXI server: print its headers and what was signed')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Try it all in a temporary directory: secret, check, server, chat')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'muxi;help;secrets' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a secret, or give it a new value; the value is asked for, or comes from stdin')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the secrets by name, values masked')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a secret')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a secret')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Rename a secret, and every reference to it in the formation')
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that the secrets that are set and those that the formation refers to are the same ones')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Look after the key: show, export, import, protect, rotate')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Change the format of the secrets file, value by value verified')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look whether all is well: key, modes, git, seal, ages; and say what to do')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Say which value holds, of the secrets that have two since a merge')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which secrets differ from an earlier version in git')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Give a secret a new value, or list what somebody who left could have read')
            [CompletionResult]::new('git-setup', 'git-setup', [CompletionResultType]::ParameterValue, 'Make muxi the merge and diff driver for secrets files in this git repository')
            [CompletionResult]::new('merge-driver', 'merge-driver', [CompletionResultType]::ParameterValue, 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('textconv', 'textconv', [CompletionResultType]::ParameterValue, 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the secrets of a .env, JSON or YAML file, all of them or none')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the secrets, or write them to a file, in the clear')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a program with the secrets in its environment, and nowhere in its output')
            break
        }
        'muxi;help;secrets;add' {
            break
        }
        'muxi;help;secrets;list' {
            break
        }
        'muxi;help;secrets;get' {
            break
        }
        'muxi;help;secrets;delete' {
            break
        }
        'muxi;help;secrets;rename' {
            break
        }
        'muxi;help;secrets;setup' {
            break
        }
        'muxi;help;secrets;check' {
            break
        }
        'muxi;help;secrets;seal' {
            break
        }
        'muxi;help;secrets;key' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show which keys are where, and which the secrets use; never a key')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print the key for a colleague, protected by a passphrase, or for the store of a CI')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take a key that a colleague exported into the key file')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'Protect the key file by a passphrase, change it, or take it off')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new key and encrypt all secrets with it')
            [CompletionResult]::new('keychain', 'keychain', [CompletionResultType]::ParameterValue, 'Put the key into the keychain of the system, or take it out')
            break
        }
        'muxi;help;secrets;key;show' {
            break
        }
        'muxi;help;secrets;key;export' {
            break
        }
        'muxi;help;secrets;key;import' {
            break
        }
        'muxi;help;secrets;key;passphrase' {
            break
        }
        'muxi;help;secrets;key;rotate' {
            break
        }
        'muxi;help;secrets;key;keychain' {
            break
        }
        'muxi;help;secrets;convert' {
            break
        }
        'muxi;help;secrets;doctor' {
            break
        }
        'muxi;help;secrets;resolve' {
            break
        }
        'muxi;help;secrets;diff' {
            break
        }
        'muxi;help;secrets;rotate' {
            break
        }
        'muxi;help;secrets;git-setup' {
            break
        }
        'muxi;help;secrets;merge-driver' {
            break
        }
        'muxi;help;secrets;textconv' {
            break
        }
        'muxi;help;secrets;import' {
            break
        }
        'muxi;help;secrets;export' {
            break
        }
        'muxi;help;secrets;run' {
            break
        }
        'muxi;help;new' {
            [CompletionResult]::new('formation', 'formation', [CompletionResultType]::ParameterValue, 'Make a formation in a directory of its own')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Add an agent')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Add an MCP server, whose tools agents may use')
            [CompletionResult]::new('sop', 'sop', [CompletionResultType]::ParameterValue, 'Add an SOP: how a piece of work is done, step by step')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Add a trigger: a question that another program''s report becomes')
            [CompletionResult]::new('a2a', 'a2a', [CompletionResultType]::ParameterValue, 'Add an A2A service: another agent elsewhere that can be asked')
            [CompletionResult]::new('skill', 'skill', [CompletionResultType]::ParameterValue, 'Add a skill: how to do something, for agents to look up')
            break
        }
        'muxi;help;new;formation' {
            break
        }
        'muxi;help;new;agent' {
            break
        }
        'muxi;help;new;mcp' {
            break
        }
        'muxi;help;new;sop' {
            break
        }
        'muxi;help;new;trigger' {
            break
        }
        'muxi;help;new;a2a' {
            break
        }
        'muxi;help;new;skill' {
            break
        }
        'muxi;help;validate' {
            break
        }
        'muxi;help;fmt' {
            break
        }
        'muxi;help;config' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print a setting, or all of them')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set one; refused where the formation would not be valid any more')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Take one away')
            break
        }
        'muxi;help;config;get' {
            break
        }
        'muxi;help;config;set' {
            break
        }
        'muxi;help;config;unset' {
            break
        }
        'muxi;help;bump' {
            break
        }
        'muxi;help;explain' {
            break
        }
        'muxi;help;schema' {
            break
        }
        'muxi;help;graph' {
            break
        }
        'muxi;help;serve' {
            break
        }
        'muxi;help;test' {
            break
        }
        'muxi;help;chat' {
            break
        }
        'muxi;help;agents' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the agents with their state')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print one agent: state, turns, model, servers of tools, processes')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print the last lines of what an agent did: requests, tools, errors, what its program complains')
            [CompletionResult]::new('attach', 'attach', [CompletionResultType]::ParameterValue, 'Attach to the terminal of an agent that is a program with `tmux: true`')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop an agent: it takes no new turn, and what is its own ends')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Stop an agent, and let it answer again')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Let a stopped agent answer again')
            break
        }
        'muxi;help;agents;list' {
            break
        }
        'muxi;help;agents;status' {
            break
        }
        'muxi;help;agents;logs' {
            break
        }
        'muxi;help;agents;attach' {
            break
        }
        'muxi;help;agents;stop' {
            break
        }
        'muxi;help;agents;restart' {
            break
        }
        'muxi;help;agents;resume' {
            break
        }
        'muxi;help;approvals' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the calls that wait, the oldest first')
            [CompletionResult]::new('allow', 'allow', [CompletionResultType]::ParameterValue, 'Let a call be made')
            [CompletionResult]::new('deny', 'deny', [CompletionResultType]::ParameterValue, 'Do not let a call be made')
            break
        }
        'muxi;help;approvals;list' {
            break
        }
        'muxi;help;approvals;allow' {
            break
        }
        'muxi;help;approvals;deny' {
            break
        }
        'muxi;help;sessions' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the user''s last sessions, the latest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print what was said in a session, the oldest first')
            break
        }
        'muxi;help;sessions;list' {
            break
        }
        'muxi;help;sessions;show' {
            break
        }
        'muxi;help;artifacts' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the files, the latest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Write a file to stdout, or to a new file of its own')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a file with all its versions')
            break
        }
        'muxi;help;artifacts;list' {
            break
        }
        'muxi;help;artifacts;get' {
            break
        }
        'muxi;help;artifacts;delete' {
            break
        }
        'muxi;help;audit' {
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Print the last records, the oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that every record is there as it was written, and name the first one that is not')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the records for another program: JSON, CSV or CEF')
            break
        }
        'muxi;help;audit;query' {
            break
        }
        'muxi;help;audit;verify' {
            break
        }
        'muxi;help;audit;export' {
            break
        }
        'muxi;help;logs' {
            break
        }
        'muxi;help;users' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the users and their identifiers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one user')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Give identifiers to a user; one that is another user''s is refused')
            [CompletionResult]::new('unlink', 'unlink', [CompletionResultType]::ParameterValue, 'Take an identifier from its user; what is kept stays with the user')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Make two users one: all that is kept of the first becomes the second''s')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is kept of a user to a new file')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Take away all that is kept of a user, in the database, its logs and files')
            break
        }
        'muxi;help;users;list' {
            break
        }
        'muxi;help;users;show' {
            break
        }
        'muxi;help;users;link' {
            break
        }
        'muxi;help;users;unlink' {
            break
        }
        'muxi;help;users;merge' {
            break
        }
        'muxi;help;users;export' {
            break
        }
        'muxi;help;users;erase' {
            break
        }
        'muxi;help;memory' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what is remembered of a user, the latest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Print what fits a question, the best first')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Remember something of a user')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Forget one thing')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all that is remembered of a user as lines of JSON')
            [CompletionResult]::new('erase', 'erase', [CompletionResultType]::ParameterValue, 'Forget all that is remembered of a user; conversations stay (see muxi users erase)')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Print how much is remembered: of one user, or of all together')
            break
        }
        'muxi;help;memory;list' {
            break
        }
        'muxi;help;memory;search' {
            break
        }
        'muxi;help;memory;add' {
            break
        }
        'muxi;help;memory;delete' {
            break
        }
        'muxi;help;memory;export' {
            break
        }
        'muxi;help;memory;erase' {
            break
        }
        'muxi;help;memory;stats' {
            break
        }
        'muxi;help;credentials' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print what a user has, without the values')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a credential of a user; the value is asked for, or comes from stdin')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print the value of a credential')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a credential of a user')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Look whether all that a user has can be trusted and used')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log a user in at a service with OAuth 2.0, in a browser or on another device')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the credentials of users from the database of a deployed runtime')
            [CompletionResult]::new('services', 'services', [CompletionResultType]::ParameterValue, 'Print the services that the formation needs credentials for')
            [CompletionResult]::new('select', 'select', [CompletionResultType]::ParameterValue, 'Choose the account of a service that is used where nobody says which')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give an account another name')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Take away all that a user has, also what cannot be trusted or opened any more')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Make a new master key and seal everything under it')
            break
        }
        'muxi;help;credentials;list' {
            break
        }
        'muxi;help;credentials;set' {
            break
        }
        'muxi;help;credentials;get' {
            break
        }
        'muxi;help;credentials;delete' {
            break
        }
        'muxi;help;credentials;status' {
            break
        }
        'muxi;help;credentials;login' {
            break
        }
        'muxi;help;credentials;import' {
            break
        }
        'muxi;help;credentials;services' {
            break
        }
        'muxi;help;credentials;select' {
            break
        }
        'muxi;help;credentials;rename' {
            break
        }
        'muxi;help;credentials;reset' {
            break
        }
        'muxi;help;credentials;rekey' {
            break
        }
        'muxi;help;store' {
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Print how large it is and what is in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Look whether it is whole: pages, rows, users, and the contents of files')
            [CompletionResult]::new('vacuum', 'vacuum', [CompletionResultType]::ParameterValue, 'Make the database as small as it can be')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all of it to a new file, for another machine or another time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Fill an empty store from such a file: all of it or nothing')
            break
        }
        'muxi;help;store;info' {
            break
        }
        'muxi;help;store;check' {
            break
        }
        'muxi;help;store;vacuum' {
            break
        }
        'muxi;help;store;export' {
            break
        }
        'muxi;help;store;import' {
            break
        }
        'muxi;help;mcp' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers of tools: state, transport, number of tools, and why one is down')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one server: how it runs, the walls around it, its tools')
            [CompletionResult]::new('tools', 'tools', [CompletionResultType]::ParameterValue, 'Print the tools of one server or of all, each with what the policy says of it')
            [CompletionResult]::new('call', 'call', [CompletionResultType]::ParameterValue, 'Call a tool, and print what it answers')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in at a server that is signed in at by OAuth')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Give the login at a server back, and delete its tokens')
            [CompletionResult]::new('resources', 'resources', [CompletionResultType]::ParameterValue, 'Print the resources of a server, or what one of them holds')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Print the prompts of a server')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Offer the formation to an editor or another client over stdin and stdout')
            break
        }
        'muxi;help;mcp;list' {
            break
        }
        'muxi;help;mcp;show' {
            break
        }
        'muxi;help;mcp;tools' {
            break
        }
        'muxi;help;mcp;call' {
            break
        }
        'muxi;help;mcp;login' {
            break
        }
        'muxi;help;mcp;logout' {
            break
        }
        'muxi;help;mcp;resources' {
            break
        }
        'muxi;help;mcp;prompts' {
            break
        }
        'muxi;help;mcp;serve' {
            break
        }
        'muxi;help;keys' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print both keys, and where they come from; they are made if there are none yet')
            break
        }
        'muxi;help;keys;show' {
            break
        }
        'muxi;help;server' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the configuration, with a key; its secret is printed once')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run the server, in the foreground')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'End a server that runs on this machine, and wait until it has ended')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say whether it runs, where, and what it would be started with')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'The keys that calls are signed with: add, list, remove')
            break
        }
        'muxi;help;server;init' {
            break
        }
        'muxi;help;server;start' {
            break
        }
        'muxi;help;server;stop' {
            break
        }
        'muxi;help;server;status' {
            break
        }
        'muxi;help;server;keys' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Make a key; its secret is printed once. A server that runs takes it at once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the keys, without their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key away. A server that runs refuses it at once')
            break
        }
        'muxi;help;server;keys;add' {
            break
        }
        'muxi;help;server;keys;list' {
            break
        }
        'muxi;help;server;keys;remove' {
            break
        }
        'muxi;help;profiles' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a server and its key, or change one')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the servers; never their secrets')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Forget a server and its key')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say which server commands are about, and ask it whether it takes the key')
            [CompletionResult]::new('ping', 'ping', [CompletionResultType]::ParameterValue, 'Ask a server whether it is there, without the key')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a server the default one, or that of the formation')
            break
        }
        'muxi;help;profiles;add' {
            break
        }
        'muxi;help;profiles;list' {
            break
        }
        'muxi;help;profiles;remove' {
            break
        }
        'muxi;help;profiles;status' {
            break
        }
        'muxi;help;profiles;ping' {
            break
        }
        'muxi;help;profiles;use' {
            break
        }
        'muxi;help;deploy' {
            break
        }
        'muxi;help;download' {
            break
        }
        'muxi;help;up' {
            break
        }
        'muxi;help;down' {
            break
        }
        'muxi;help;remote' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print the formations of the server')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Print one formation of the server')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a formation of the server that was stopped')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop a formation of the server; it stays there')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Restart a formation of the server')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Go back to the version that was there before')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a formation of the server, with what it keeps there')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Print what a formation of the server writes to stdout and stderr')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Print how the server itself is')
            break
        }
        'muxi;help;remote;list' {
            break
        }
        'muxi;help;remote;get' {
            break
        }
        'muxi;help;remote;start' {
            break
        }
        'muxi;help;remote;stop' {
            break
        }
        'muxi;help;remote;restart' {
            break
        }
        'muxi;help;remote;rollback' {
            break
        }
        'muxi;help;remote;delete' {
            break
        }
        'muxi;help;remote;logs' {
            break
        }
        'muxi;help;remote;status' {
            break
        }
        'muxi;help;get' {
            break
        }
        'muxi;help;start' {
            break
        }
        'muxi;help;stop' {
            break
        }
        'muxi;help;restart' {
            break
        }
        'muxi;help;rollback' {
            break
        }
        'muxi;help;delete' {
            break
        }
        'muxi;help;sign' {
            break
        }
        'muxi;help;demo' {
            break
        }
        'muxi;help;completions' {
            break
        }
        'muxi;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
