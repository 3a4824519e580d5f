
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
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Keep the formation''s secrets: add, list, get, delete, set up')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the formation and say what is wrong, where, and what to write instead')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the formation and serve the Formation API')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to the running formation')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the API keys of the formation')
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
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
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
        'muxi;secrets;setup' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
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
        'muxi;secrets;seal' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Seal without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Seal without asking')
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
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
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
        'muxi;secrets;help;setup' {
            break
        }
        'muxi;secrets;help;seal' {
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
        'muxi;validate' {
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Treat these as errors')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Who is to run the formation')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
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
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'The certificate chain for TLS, in PEM form')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'The private key of the certificate, in PEM form, readable by its owner only')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
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
        'muxi;chat' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'The session to go on with (its id is in the answer of --json)')
            [CompletionResult]::new('--session', '--session', [CompletionResultType]::ParameterName, 'The session to go on with (its id is in the answer of --json)')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The agent to ask')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The agent to ask')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user to talk as; else the local one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user to talk as; else the local one')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The named environment: `--env prod` means secrets.prod.enc and .key.prod')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours: on a terminal that wants them, always, or never')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Answer in this process, without a server')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Show the answer only when it is whole')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON, errors too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no notes, only data, warnings and errors')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Refuse where there would only be a warning about a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail, and name the flag that answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'muxi;keys' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
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
        'muxi;demo' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'A model of your own instead of muxi/echo, for example openai/gpt-4o-mini')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The formation''s directory (or its file); else the current directory and up to four above')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]')
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
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Keep the formation''s secrets: add, list, get, delete, set up')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check the formation and say what is wrong, where, and what to write instead')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the formation and serve the Formation API')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Talk to the running formation')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the API keys of the formation')
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
            [CompletionResult]::new('setup', 'setup', [CompletionResultType]::ParameterValue, 'Ask for each secret that the formation refers to and that is not set')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal the secrets as they are now, after somebody changed the file without the key')
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
        'muxi;help;secrets;setup' {
            break
        }
        'muxi;help;secrets;seal' {
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
        'muxi;help;validate' {
            break
        }
        'muxi;help;serve' {
            break
        }
        'muxi;help;chat' {
            break
        }
        'muxi;help;keys' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print both keys, and where they come from; they are made if there are none yet')
            break
        }
        'muxi;help;keys;show' {
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
