# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_muxi_global_optspecs
    string join \n C/dir= data-dir= key-file= passphrase-file= env= json q/quiet strict no-input color= h/help V/version
end

function __fish_muxi_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_muxi_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_muxi_using_subcommand
    set -l cmd (__fish_muxi_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c muxi -n "__fish_muxi_needs_command" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_needs_command" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_needs_command" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_needs_command" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_needs_command" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_needs_command" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_needs_command" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_needs_command" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_needs_command" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_needs_command" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_needs_command" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_needs_command" -s V -l version -d 'Print version'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "secrets" -d 'Keep the formation\'s secrets: add, list, get, delete, set up, check'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "new" -d 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "validate" -d 'Check formations and say what is wrong, where, and what to write instead'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "fmt" -d 'Write the formation\'s files in one style; nothing that they say changes, and no comment is lost'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "config" -d 'Read and change settings of the formation; comments, order and quotes of its files stay'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "bump" -d 'Raise the formation\'s version and print the new one'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "explain" -d 'Explain a kind of finding: what it means, an example, and the example mended'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "schema" -d 'Print the JSON Schema of a formation\'s files, for editors, or the reference of their fields'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "graph" -d 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "serve" -d 'Run the formation and serve the Formation API'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "test" -d 'Run the tests of the formation: what is said to it, and what has to be so then'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "chat" -d 'Talk to the running formation'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "agents" -d 'The agents of the running formation: how they are, what they do, stopping and starting them'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "approvals" -d 'Show and answer calls of tools that wait for a yes'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "sessions" -d 'Show the sessions of a user of the running formation, and what was said in one'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "artifacts" -d 'Show, fetch and delete the files that the agents of the running formation made'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "audit" -d 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "logs" -d 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "users" -d 'Show the formation\'s users, link and unlink their identifiers, export and erase what is kept of them'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "memory" -d 'Show, search, add, delete, export and erase what the formation remembers of a user'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "credentials" -d 'Keep users\' own credentials for services: set, list, get, choose, rename, delete'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "store" -d 'Look at the formation\'s store, check it, make it smaller, take it elsewhere'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "mcp" -d 'The formation\'s servers of tools, and the formation as a server'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "keys" -d 'Show the API keys of the formation'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "server" -d 'A server that formations are deployed to: setting it up, running it, its keys'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "profiles" -d 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "profile" -d 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "deploy" -d 'Send the formation here to its server: a new one, or a new version of one'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "download" -d 'Fetch what is live on a server into a directory; no file here is replaced without a yes'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "up" -d 'Try the formation here out on a server of this machine'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "down" -d 'End what `muxi up` began'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "remote" -d 'Look at and change the formations of a MUXI server'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "get" -d 'Print the formation here as its server has it: `muxi remote get`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "start" -d 'Start the formation here on its server: `muxi remote start`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "stop" -d 'Stop the formation here on its server: `muxi remote stop`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "restart" -d 'Restart the formation here on its server: `muxi remote restart`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "rollback" -d 'Go back to the version before, of the formation here on its server: `muxi remote rollback`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "delete" -d 'Delete the formation here from its server: `muxi remote delete`'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "sign" -d 'Sign a request to a MUXI server: print its headers and what was signed'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "demo" -d 'Try it all in a temporary directory: secret, check, server, chat'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c muxi -n "__fish_muxi_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "add" -d 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "set" -d 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "list" -d 'List the secrets by name, values masked'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "ls" -d 'List the secrets by name, values masked'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "get" -d 'Print the value of a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "delete" -d 'Delete a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "rm" -d 'Delete a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "rename" -d 'Rename a secret, and every reference to it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "mv" -d 'Rename a secret, and every reference to it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "setup" -d 'Ask for each secret that the formation refers to and that is not set'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "check" -d 'Check that the secrets that are set and those that the formation refers to are the same ones'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "seal" -d 'Seal the secrets as they are now, after somebody changed the file without the key'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "key" -d 'Look after the key: show, export, import, protect, rotate'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "convert" -d 'Change the format of the secrets file, value by value verified'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "doctor" -d 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "resolve" -d 'Say which value holds, of the secrets that have two since a merge'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "diff" -d 'Show which secrets differ from an earlier version in git'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "rotate" -d 'Give a secret a new value, or list what somebody who left could have read'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "git-setup" -d 'Make muxi the merge and diff driver for secrets files in this git repository'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "merge-driver" -d 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "textconv" -d 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "import" -d 'Add the secrets of a .env, JSON or YAML file, all of them or none'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "export" -d 'Print the secrets, or write them to a file, in the clear'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "run" -d 'Run a program with the secrets in its environment, and nowhere in its output'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and not __fish_seen_subcommand_from add set list ls get delete rm rename mv setup check seal key convert doctor resolve diff rotate git-setup merge-driver textconv import export run help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l generate -d 'Make a random value of this many bytes (32 if none are given), written in base64url' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l raw -d 'Keep the final line end of stdin, which is dropped otherwise'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l generate -d 'Make a random value of this many bytes (32 if none are given), written in base64url' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l raw -d 'Keep the final line end of stdin, which is dropped otherwise'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -s f -l force -d 'Delete it though the formation refers to it'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -s f -l force -d 'Delete it though the formation refers to it'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l dry-run -d 'Only say what would be changed'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l dry-run -d 'Only say what would be changed'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from mv" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l dry-run -d 'Only say which ones are missing'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from setup" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l deny -d 'Treat these as errors' -r -f -a "warnings\t'Warnings'"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l values -d 'Look at the values too: pasted blanks and quotes, other providers\' keys, placeholders, weak ones'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l all-envs -d 'Check every environment that has a secrets file, and compare them'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -s y -l yes -d 'Seal without asking'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l prune -d 'Drop the lines that deleted secrets leave; branches from before may then bring them back'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from seal" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "show" -d 'Show which keys are where, and which the secrets use; never a key'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "export" -d 'Print the key for a colleague, protected by a passphrase, or for the store of a CI'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "import" -d 'Take a key that a colleague exported into the key file'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "passphrase" -d 'Protect the key file by a passphrase, change it, or take it off'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "rotate" -d 'Make a new key and encrypt all secrets with it'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "keychain" -d 'Put the key into the keychain of the system, or take it out'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from key" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l format -d 'The format to change to' -r -f -a "1\t''
2\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -s y -l yes -d 'For format 1: take the passphrase off the key, for its programs cannot ask'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from convert" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l max-age -d 'From how many days on a key or a value counts as old' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l fix -d 'Mend what is safe to mend: modes of your own key files, lines in .gitignore and .gitattributes, leftovers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l take -d 'Take the value of this line, counted from 1' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l ours -d 'Take the value of our version'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l theirs -d 'Take the value of their version'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l value-from-stdin -d 'Give the secret NAME another value, from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l raw -d 'Keep the final line end of stdin, which is dropped otherwise'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -s y -l yes -d 'Seal though somebody changed other secrets without the key'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from resolve" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l generate -d 'Make a random value of this many bytes (32 if none are given), written in base64url' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l before -d 'With --plan: until when they had both; a commit, a tag, a day (to its end, UTC) or a moment' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l revoked -d 'Tick a deleted secret off in the plan: it was revoked at its provider' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l raw -d 'Keep the final line end of stdin, which is dropped otherwise'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l plan -d 'List every value that somebody with the repository and the key could have read, from git\'s history'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l remove -d 'Take the drivers away again'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from git-setup" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l base -d 'A merge of older versions, which later ones are compared with: nobody is asked or told'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from merge-driver" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from textconv" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l format -d 'What the file is written in, where its name does not tell' -r -f -a "env\t''
json\t''
yaml\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l prefix -d 'Put this before each name' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l skip-existing -d 'Leave secrets that are there with another value as they are'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l overwrite -d 'Give secrets that are there the new value'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l dry-run -d 'Only say what would be done'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l format -d 'What to write: env if nothing else tells' -r -f -a "env\t''
json\t''
yaml\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l only -d 'Only these secrets, separated by commas; else all' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s o -l output -d 'Write to this file, with mode 0600, instead of stdout' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s f -l force -d 'Write though there is such a file already'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s y -l yes -d 'Print to a terminal without asking'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l only -d 'Only these secrets, separated by commas; else all' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l no-mask -d 'Give the program stdout and stderr themselves; values in its output stay'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l allow-unsealed -d 'Run though the secrets were changed without the key since they were sealed'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the secrets by name, values masked'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "get" -d 'Print the value of a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a secret'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Rename a secret, and every reference to it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "setup" -d 'Ask for each secret that the formation refers to and that is not set'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check that the secrets that are set and those that the formation refers to are the same ones'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "seal" -d 'Seal the secrets as they are now, after somebody changed the file without the key'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "key" -d 'Look after the key: show, export, import, protect, rotate'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "convert" -d 'Change the format of the secrets file, value by value verified'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "resolve" -d 'Say which value holds, of the secrets that have two since a merge'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show which secrets differ from an earlier version in git'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Give a secret a new value, or list what somebody who left could have read'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "git-setup" -d 'Make muxi the merge and diff driver for secrets files in this git repository'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "merge-driver" -d 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "textconv" -d 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add the secrets of a .env, JSON or YAML file, all of them or none'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "export" -d 'Print the secrets, or write them to a file, in the clear'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run a program with the secrets in its environment, and nowhere in its output'
complete -c muxi -n "__fish_muxi_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "formation" -d 'Make a formation in a directory of its own'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "agent" -d 'Add an agent'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "mcp" -d 'Add an MCP server, whose tools agents may use'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "sop" -d 'Add an SOP: how a piece of work is done, step by step'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "trigger" -d 'Add a trigger: a question that another program\'s report becomes'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "a2a" -d 'Add an A2A service: another agent elsewhere that can be asked'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "skill" -d 'Add a skill: how to do something, for agents to look up'
complete -c muxi -n "__fish_muxi_using_subcommand new; and not __fish_seen_subcommand_from formation agent mcp sop trigger a2a skill help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l description -d 'What it is for, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l template -d 'What it has in it [default: chat]' -r -f -a "minimal\t'One file'
chat\t'An agent in a file of its own, a persona, a memory of the conversation'
tools\t'The same, and tools that read files'
team\t'Three agents that work together'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l provider -d 'Whose model answers; a usual one of theirs unless --model names it' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l model -d 'The model that answers [default: muxi/echo, which needs no key]' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l extension -d 'How its files end' -r -f -a "afs\t'.afs'
yaml\t'.yaml'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from formation" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l description -d 'What it is for, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l role -d 'Its role in a team, for example reviewer' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l system-message -d 'What its model is told first' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l model -d 'A model of its own, or an alias of the formation' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l mcp -d 'An MCP server that it may use; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l extension -d 'How its file ends; as the formation\'s does if not given' -r -f -a "afs\t'.afs'
yaml\t'.yaml'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l default -d 'Let it answer when nothing points to another agent'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l no-register -d 'Do not list it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from agent" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l description -d 'What its tools do, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l type -d 'Whether it is called over HTTP or is a program; follows from --endpoint and --command' -r -f -a "http\t'Called over HTTP'
command\t'A program that muxi starts'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l endpoint -d 'Its address' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l auth -d 'How it knows who calls' -r -f -a "none\t'Anybody may call'
bearer\t'A token'
api-key\t'A key in the header X-API-Key'
basic\t'A name and a password'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l secret -d 'The secret that it wants; for basic, how the names of both begin [default: made of the id]' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l credential -d 'Take what each user has stored for this service, instead of a secret' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l command -d 'The program to start' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l arg -d 'An argument of the program; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l secret-env -d 'A secret that the program gets in a variable of the same name; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l tool -d 'Show agents only this tool (`*` stands for anything); may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l hide-tool -d 'Do not show agents this tool; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l agent -d 'Give it to this agent alone, instead of to all that ask for it' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l extension -d 'How its file ends; as the formation\'s does if not given' -r -f -a "afs\t'.afs'
yaml\t'.yaml'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l no-register -d 'Do not list it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from mcp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l description -d 'When it is used, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l mode -d 'How strictly it is followed' -r -f -a "template\t'Step by step, as it is written'
guide\t'As a guide'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l tag -d 'A word to find it by; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l step -d 'A step; may be given several times' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from sop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l prompt -d 'What is asked; `${{ data.NAME }}` stands for a part of the report' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l model -d 'A model of its own, or an alias of the formation' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l channel -d 'The channel of the formation that the answer goes to' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from trigger" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l description -d 'What it can be asked for, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l url -d 'Its address' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l auth -d 'How it knows who calls' -r -f -a "none\t'Anybody may call'
bearer\t'A token'
api-key\t'A key in the header X-API-Key'
basic\t'A name and a password'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l secret -d 'The secret that it wants; for basic, how the names of both begin [default: made of the id]' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l credential -d 'Take what each user has stored for this service, instead of a secret' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l extension -d 'How its file ends; as the formation\'s does if not given' -r -f -a "afs\t'.afs'
yaml\t'.yaml'"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l no-register -d 'Do not list it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from a2a" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l description -d 'When it is of use, in one line' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l license -d 'The licence under which it may be passed on' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l force -d 'Replace a file of the same name'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from skill" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "formation" -d 'Make a formation in a directory of its own'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "agent" -d 'Add an agent'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "mcp" -d 'Add an MCP server, whose tools agents may use'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "sop" -d 'Add an SOP: how a piece of work is done, step by step'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "trigger" -d 'Add a trigger: a question that another program\'s report becomes'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "a2a" -d 'Add an A2A service: another agent elsewhere that can be asked'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "skill" -d 'Add a skill: how to do something, for agents to look up'
complete -c muxi -n "__fish_muxi_using_subcommand new; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l deny -d 'Treat these as errors: warnings, or names of findings, parted by commas' -r
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l allow -d 'Do not tell warnings of these names, parted by commas' -r
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l format -d 'How findings are printed; --json means json' -r -f -a "human\t'For people'
json\t'For programs'
sarif\t'SARIF 2.1.0, for code hosts and editors'
github\t'Commands of GitHub\'s workflows'
junit\t'XML as other CIs read it'"
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l stdin-path -d 'The file that stdin stands in for; else the formation\'s own' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l target -d 'Who is to run the formation: says too what that one would refuse, leave out or not use' -r -f -a "local\t'`muxi serve` of this program'
muxi-server\t'A deployed MUXI server'"
complete -c muxi -n "__fish_muxi_using_subcommand validate" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l fix -d 'Mend what can be mended without a doubt; comments and order stay'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l dry-run -d 'Only print what --fix would change, as a diff'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l stdin-name -d 'The name of what comes from stdin: one that ends in .md is Markdown' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l check -d 'Write nothing; list the files that would change, and fail if there are any'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l diff -d 'Write nothing; print what would change'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand fmt" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "get" -d 'Print a setting, or all of them'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "set" -d 'Set one; refused where the formation would not be valid any more'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "unset" -d 'Take one away'
complete -c muxi -n "__fish_muxi_using_subcommand config; and not __fish_seen_subcommand_from get set unset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l file -d 'A file of the formation other than its own' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l default -d 'Where it is not set, print what counts then'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l file -d 'A file of the formation other than its own' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l dry-run -d 'Check, print what would change, and write nothing'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l file -d 'A file of the formation other than its own' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l dry-run -d 'Check, print what would change, and write nothing'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "get" -d 'Print a setting, or all of them'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set one; refused where the formation would not be valid any more'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "unset" -d 'Take one away'
complete -c muxi -n "__fish_muxi_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l set -d 'Make it this version' -r
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l pre -d 'Make it a pre-release: `--pre rc` gives 1.2.4-rc.1, then 1.2.4-rc.2' -r
complete -c muxi -n "__fish_muxi_using_subcommand bump" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l dry-run -d 'Print the new version and write nothing'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand bump" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand explain" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand explain" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand explain" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand explain" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l format -d 'JSON Schema (draft 7), or a page for people' -r -f -a "json\t'JSON Schema'
markdown\t'Markdown'"
complete -c muxi -n "__fish_muxi_using_subcommand schema" -s o -l output -d 'Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand schema" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l all -d 'All kinds of files'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l force -d 'Write over files that muxi schema did not write'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l format -d 'A tree of lines, a Mermaid flowchart, a Graphviz graph, or JSON' -r -f -a "text\t'A tree of lines'
mermaid\t'A Mermaid flowchart'
dot\t'A Graphviz graph'
json\t'JSON'"
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l only -d 'Only these parts and what they touch; may be given several times, or several with commas' -r -f -a "agents\t''
models\t''
mcp\t''
a2a\t''
sops\t''
triggers\t''
skills\t''
knowledge\t''
secrets\t'Secrets, variables of the environment, users\' credentials'"
complete -c muxi -n "__fish_muxi_using_subcommand graph" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand graph" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand graph" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l port -d 'The port; 0 takes a free one' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l listen -d 'The address, HOST[:PORT] [env: MUXI_LISTEN]' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l behind-proxy -d 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l public-host -d 'The names under which clients reach it (separated by commas), where a proxy in front passes them on; MCP clients may use these, those of the certificate and of this machine' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l tls-cert -d 'The certificate chain for TLS, in PEM form' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l tls-key -d 'The private key of the certificate, in PEM form, readable by its owner only' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l record -d 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l replay -d 'Answer from what --record kept in this directory: no model is asked, and no key is needed' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l log -d 'What to say of turns on stderr: request, user, session, agent, model, tokens, cost, time; never their text. With --json, each line is an object' -r -f -a "failures\t'Only turns that failed'
turns\t'One line for each turn'
steps\t'Each step of a turn too'"
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l audit-retention -d 'How many days the records of a class are kept, such as network=30,agent=90; `muxi audit` verifies what is left' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l audit-to -d 'Send records on as they are written: `file:PATH`, `syslog:unix:PATH`, `syslog:udp:HOST:PORT` or `syslog:tcp:HOST:PORT`; again for each further one' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l state-of -d 'Started by a server, whose versions of the formation share the state that is named by DIR: one that is on its way out may still have it. It ends when its standard input does' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l allow-unsealed -d 'Run though the secrets were changed without the key since they were sealed'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l allow-log-paths -d 'Let the formation\'s logs be files outside of the directory of its state, where it names them so'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand test" -l filter -d 'Only cases with this in their name or in that of their file; A is a' -r
complete -c muxi -n "__fish_muxi_using_subcommand test" -s j -l jobs -d 'How many cases run at once' -r
complete -c muxi -n "__fish_muxi_using_subcommand test" -l format -d 'How the report is written; --json prints it as json' -r -f -a "human\t'For people'
json\t'For programs'
junit\t'XML as CIs read it'"
complete -c muxi -n "__fish_muxi_using_subcommand test" -s o -l output -d 'Write the report to this file; lines for people still go to stdout' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l record -d 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l replay -d 'Answer from what --record kept in this directory: no model is asked, and no key is needed' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l approve -d 'Make calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; else they are denied' -r
complete -c muxi -n "__fish_muxi_using_subcommand test" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand test" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand test" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand test" -l fail-fast -d 'End with the first case that fails'
complete -c muxi -n "__fish_muxi_using_subcommand test" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand test" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand test" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand test" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s s -l session -d 'The session to go on with (its id is in the answer of --json)' -r
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s a -l agent -d 'The agent to ask' -r
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s u -l user -d 'The user to talk as; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s f -l file -d 'A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l record -d 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l replay -d 'Answer from what --record kept in this directory: no model is asked, and no key is needed' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l approve -d 'Allow calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; may be repeated' -r
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l local -d 'Answer in this process, without a server'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l deny-asks -d 'Say no to calls of tools that ask, and put no question'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l no-stream -d 'Show the answer only when it is whole'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l trace -d 'Show each step on stderr: its time, tokens and cost; with --json, in the answer'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l raw -d 'Show the answer as the model writes it, Markdown not laid out'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand chat" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "list" -d 'Print the agents with their state'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "status" -d 'Print one agent: state, turns, model, servers of tools, processes'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "logs" -d 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "attach" -d 'Attach to the terminal of an agent that is a program with `tmux: true`'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "stop" -d 'Stop an agent: it takes no new turn, and what is its own ends'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "restart" -d 'Stop an agent, and let it answer again'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "resume" -d 'Let a stopped agent answer again'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and not __fish_seen_subcommand_from list status logs attach stop restart resume help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l verbose -d 'Show turns, the last use and what each is for, too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Go on with what comes, until Ctrl-C or until the server ends'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l read-only -d 'Only watch: what is typed goes nowhere'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from attach" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l all -d 'All agents'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l all -d 'All agents'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l all -d 'All agents'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the agents with their state'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "status" -d 'Print one agent: state, turns, model, servers of tools, processes'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "attach" -d 'Attach to the terminal of an agent that is a program with `tmux: true`'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop an agent: it takes no new turn, and what is its own ends'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Stop an agent, and let it answer again'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Let a stopped agent answer again'
complete -c muxi -n "__fish_muxi_using_subcommand agents; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -f -a "list" -d 'Print the calls that wait, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -f -a "allow" -d 'Let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -f -a "deny" -d 'Do not let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and not __fish_seen_subcommand_from list allow deny help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -s u -l user -d 'Only those of this user; else those of all' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -s u -l user -d 'Only if it is this user\'s; else whoever\'s it is' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l session -d 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from allow" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -s u -l user -d 'Only if it is this user\'s; else whoever\'s it is' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l session -d 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from deny" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the calls that wait, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from help" -f -a "allow" -d 'Let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from help" -f -a "deny" -d 'Do not let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand approvals; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -f -a "list" -d 'Print the user\'s last sessions, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -f -a "ls" -d 'Print the user\'s last sessions, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -f -a "show" -d 'Print what was said in a session, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -f -a "messages" -d 'Print what was said in a session, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and not __fish_seen_subcommand_from list ls show messages help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -s u -l user -d 'The user; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -s u -l user -d 'The user; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -s u -l user -d 'The user whose session it is; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -s u -l user -d 'The user whose session it is; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the user\'s last sessions, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print what was said in a session, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -f -a "list" -d 'Print the files, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -f -a "get" -d 'Write a file to stdout, or to a new file of its own'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -f -a "delete" -d 'Delete a file with all its versions'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and not __fish_seen_subcommand_from list get delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -s u -l user -d 'The user whose files they are; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s o -l output -d 'Where to write it; a directory takes it under its own name' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l version -d 'The version; else the latest' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s u -l user -d 'The user whose file it is; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l force -d 'Replace a file that is there'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -s u -l user -d 'The user whose file it is; else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the files, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from help" -f -a "get" -d 'Write a file to stdout, or to a new file of its own'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a file with all its versions'
complete -c muxi -n "__fish_muxi_using_subcommand artifacts; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -f -a "query" -d 'Print the last records, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -f -a "verify" -d 'Verify that every record is there as it was written, and name the first one that is not'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -f -a "export" -d 'Write the records for another program: JSON, CSV or CEF'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and not __fish_seen_subcommand_from query verify export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l class -d 'Only of these classes, separated by commas' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l action -d 'Only this action, or a pattern such as secret.*' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l actor -d 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l since -d 'Not before this time' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l until -d 'Not after this time' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l limit -d 'The last so many' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l servers -d 'Not the formation\'s: what was done to servers outside of any formation'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -s f -l follow -d 'Go on with what is recorded from now on, until Ctrl-C'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l accept-new -d 'Record that you know why there were other records before, or some that no root key signed, so that they are no fault any more'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l servers -d 'Not the formation\'s: what was done to servers outside of any formation'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l class -d 'Only of these classes, separated by commas' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l action -d 'Only this action, or a pattern such as secret.*' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l actor -d 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l since -d 'Not before this time' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l until -d 'Not after this time' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l format -d 'What to write' -r -f -a "json\t'One list of objects'
csv\t'A table; nothing in it is a formula of a spreadsheet'
cef\t'A line for each record, in the Common Event Format'"
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -s o -l output -d 'Write to this new file (mode 0600) instead of stdout' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l servers -d 'Not the formation\'s: what was done to servers outside of any formation'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "query" -d 'Print the last records, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Verify that every record is there as it was written, and name the first one that is not'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the records for another program: JSON, CSV or CEF'
complete -c muxi -n "__fish_muxi_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l since -d 'Not before: a time such as 2026-11-22T10:00:00Z, a day (2026-11-22), or a while ago: 90s, 15m, 2h, 7d' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l level -d 'At least as important: debug, info, warning, error' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l user -d 'Of this user (tenant:user where there are tenants)' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l session -d 'Of this session' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l request -d 'Of this request' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l agent -d 'Of this agent' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l event -d 'Of this name, such as response.completed, or of all that begin so: \'tool.*\'' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s n -l lines -d 'How many of the last lines' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s f -l follow -d 'Go on with what comes, until Ctrl-C'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l server -d 'Ask the running server instead of reading the file'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand logs" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "list" -d 'Print the users and their identifiers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "show" -d 'Print one user'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "link" -d 'Give identifiers to a user; one that is another user\'s is refused'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "unlink" -d 'Take an identifier from its user; what is kept stays with the user'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "merge" -d 'Make two users one: all that is kept of the first becomes the second\'s'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "export" -d 'Write all that is kept of a user to a new file'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "erase" -d 'Take away all that is kept of a user, in the database, its logs and files'
complete -c muxi -n "__fish_muxi_using_subcommand users; and not __fish_seen_subcommand_from list show link unlink merge export erase help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l tenant -d 'Only those of this tenant; else all' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l type -d 'What they are, such as email or slack' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from link" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from unlink" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l yes -d 'Do not ask'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -s o -l output -d 'The file, made for its owner alone' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l force -d 'Replace a file that is there'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l yes -d 'Do not ask'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from erase" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the users and their identifiers'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print one user'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "link" -d 'Give identifiers to a user; one that is another user\'s is refused'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "unlink" -d 'Take an identifier from its user; what is kept stays with the user'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Make two users one: all that is kept of the first becomes the second\'s'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write all that is kept of a user to a new file'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "erase" -d 'Take away all that is kept of a user, in the database, its logs and files'
complete -c muxi -n "__fish_muxi_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "list" -d 'Print what is remembered of a user, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "search" -d 'Print what fits a question, the best first'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "add" -d 'Remember something of a user'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "delete" -d 'Forget one thing'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "export" -d 'Write all that is remembered of a user as lines of JSON'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "erase" -d 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "stats" -d 'Print how much is remembered: of one user, or of all together'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and not __fish_seen_subcommand_from list search add delete export erase stats help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l source -d 'Only what came from there, such as extraction or api' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l superseded -d 'Those too that do not hold any more'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l limit -d 'How many at most' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l type -d 'What sort of thing it is' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l supersedes -d 'The memory (its id) that it takes the place of' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s o -l output -d 'The file, made for its owner alone; else stdout' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l force -d 'Replace a file that is there'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l source -d 'Only what came from there, such as extraction or api' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l yes -d 'Do not ask'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from erase" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print what is remembered of a user, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "search" -d 'Print what fits a question, the best first'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "add" -d 'Remember something of a user'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Forget one thing'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write all that is remembered of a user as lines of JSON'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "erase" -d 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Print how much is remembered: of one user, or of all together'
complete -c muxi -n "__fish_muxi_using_subcommand memory; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "list" -d 'Print what a user has, without the values'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "ls" -d 'Print what a user has, without the values'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "set" -d 'Keep a credential of a user; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "add" -d 'Keep a credential of a user; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "get" -d 'Print the value of a credential'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "delete" -d 'Delete a credential of a user'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "rm" -d 'Delete a credential of a user'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "status" -d 'Look whether all that a user has can be trusted and used'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "login" -d 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "import" -d 'Take over the credentials of users from the database of a deployed runtime'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "services" -d 'Print the services that the formation needs credentials for'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "select" -d 'Choose the account of a service that is used where nobody says which'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "rename" -d 'Give an account another name'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "reset" -d 'Take away all that a user has, also what cannot be trusted or opened any more'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "rekey" -d 'Make a new master key and seal everything under it'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and not __fish_seen_subcommand_from list ls set add get delete rm status login import services select rename reset rekey help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l service -d 'Only those for this service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l service -d 'Only those for this service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l field -d 'A field to ask for, in the place of a single token; as often as there are fields' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l expires -d 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l fields -d 'Stdin is a JSON object of all fields'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l no-replace -d 'Refuse where there is one for that account already'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l field -d 'A field to ask for, in the place of a single token; as often as there are fields' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l expires -d 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l fields -d 'Stdin is a JSON object of all fields'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l no-replace -d 'Refuse where there is one for that account already'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l field -d 'This field; else the token, the password, or the first field' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l reveal -d 'Show it on a terminal'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l service -d 'Only those for this service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l account -d 'The account; else who the service says that it is, else the name of the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l port -d 'The port of this machine that the browser comes back to, where the formation names none; 0 takes a free one' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l timeout -d 'How long to wait for the user' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l device -d 'Print a code to type in on another device'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l no-browser -d 'Only print the address, and do not open a browser'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l address-from-stdin -d 'Read the address that the browser came back to from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l from -d 'The SQLite database of the deployed runtime' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -s u -l user -d 'Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l without -d 'Leave this row out' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l formation-id -d 'The id that the formation had' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l salt -d 'The `encryption.salt` that it had' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l dry-run -d 'Only say what would be done'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l key-from-stdin -d 'The `encryption.key` that it had comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -s u -l user -d 'Say what this user has of each' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from services" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l none -d 'Choose none: which one is meant is asked again'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from select" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l service -d 'The service; counts where NAME says another' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l account -d 'The account, where the user has several for the service' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l to -d 'The new name' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -s p -l profile -d 'Ask the formation on the server of this profile, instead of the one that runs here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l formation -d 'Its id there; else that of the formation here' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l draft -d 'The one that is tried out there (muxi up), instead of the one that is live'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -s u -l user -d 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l yes -d 'Do not ask'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from rekey" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print what a user has, without the values'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "set" -d 'Keep a credential of a user; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "get" -d 'Print the value of a credential'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a credential of a user'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "status" -d 'Look whether all that a user has can be trusted and used'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "login" -d 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "import" -d 'Take over the credentials of users from the database of a deployed runtime'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "services" -d 'Print the services that the formation needs credentials for'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "select" -d 'Choose the account of a service that is used where nobody says which'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Give an account another name'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Take away all that a user has, also what cannot be trusted or opened any more'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "rekey" -d 'Make a new master key and seal everything under it'
complete -c muxi -n "__fish_muxi_using_subcommand credentials; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "info" -d 'Print how large it is and what is in it'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "check" -d 'Look whether it is whole: pages, rows, users, and the contents of files'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "vacuum" -d 'Make the database as small as it can be'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "export" -d 'Write all of it to a new file, for another machine or another time'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "import" -d 'Fill an empty store from such a file: all of it or nothing'
complete -c muxi -n "__fish_muxi_using_subcommand store; and not __fish_seen_subcommand_from info check vacuum export import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from vacuum" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -s o -l output -d 'The file, made for its owner alone' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l force -d 'Replace a file that is there'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "info" -d 'Print how large it is and what is in it'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "check" -d 'Look whether it is whole: pages, rows, users, and the contents of files'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "vacuum" -d 'Make the database as small as it can be'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write all of it to a new file, for another machine or another time'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "import" -d 'Fill an empty store from such a file: all of it or nothing'
complete -c muxi -n "__fish_muxi_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "list" -d 'Print the servers of tools: state, transport, number of tools, and why one is down'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "show" -d 'Print one server: how it runs, the walls around it, its tools'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "tools" -d 'Print the tools of one server or of all, each with what the policy says of it'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "call" -d 'Call a tool, and print what it answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "login" -d 'Log in at a server that is signed in at by OAuth'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "logout" -d 'Give the login at a server back, and delete its tokens'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "resources" -d 'Print the resources of a server, or what one of them holds'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "prompts" -d 'Print the prompts of a server'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "serve" -d 'Offer the formation to an editor or another client over stdin and stdout'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and not __fish_seen_subcommand_from list show tools call login logout resources prompts serve help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -s u -l user -d 'For whom servers are looked at or called that need a user\'s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -s u -l user -d 'For whom servers are looked at or called that need a user\'s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -s u -l user -d 'For whom servers are looked at or called that need a user\'s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from tools" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l args -d 'All arguments as a JSON object; @FILE reads them from a file, - from stdin' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l arg -d 'One argument, of the first type in the tool\'s schema that VALUE fits, be it text or JSON; may be repeated, and goes before --args' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -s u -l user -d 'For whom servers are looked at or called that need a user\'s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -s y -l yes -d 'Say yes where the policy asks'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from call" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l port -d 'The port of 127.0.0.1 that the browser comes back to; 0 takes a free one' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l timeout -d 'How long to wait for the browser' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l no-browser -d 'Only print the address, and do not open a browser'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l address-from-stdin -d 'Read the address that the browser came back to from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from resources" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l timeout -d 'How long a server may take to answer (else 30), or a call (else as the formation says)' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l local -d 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from prompts" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -s u -l user -d 'The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools are reached with what that user has' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l record -d 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l replay -d 'Answer from what --record kept in this directory: no model is asked, and no key is needed' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l local -d 'Run it in this process, though a server of it runs'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the servers of tools: state, transport, number of tools, and why one is down'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print one server: how it runs, the walls around it, its tools'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "tools" -d 'Print the tools of one server or of all, each with what the policy says of it'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "call" -d 'Call a tool, and print what it answers'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "login" -d 'Log in at a server that is signed in at by OAuth'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "logout" -d 'Give the login at a server back, and delete its tokens'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "resources" -d 'Print the resources of a server, or what one of them holds'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "prompts" -d 'Print the prompts of a server'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Offer the formation to an editor or another client over stdin and stdout'
complete -c muxi -n "__fish_muxi_using_subcommand mcp; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -f -a "show" -d 'Print both keys, and where they come from; they are made if there are none yet'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and not __fish_seen_subcommand_from show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print both keys, and where they come from; they are made if there are none yet'
complete -c muxi -n "__fish_muxi_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "init" -d 'Make the configuration, with a key; its secret is printed once'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "start" -d 'Run the server, in the foreground'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "stop" -d 'End a server that runs on this machine, and wait until it has ended'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "status" -d 'Say whether it runs, where, and what it would be started with'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "keys" -d 'The keys that calls are signed with: add, list, remove'
complete -c muxi -n "__fish_muxi_using_subcommand server; and not __fish_seen_subcommand_from init start stop status keys help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l config -d 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l port -d 'The port that the server is to listen on' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l profile -d 'Add the server to the profiles of this user, under this name (such as localhost)' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l legacy -d 'Let the key sign in the legacy dialect too, as published SDKs do; it signs neither query nor body'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l force -d 'Replace a configuration that is there; its keys count no more'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l config -d 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l port -d 'The port; 0 takes a free one' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l listen -d 'The address, HOST[:PORT]' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l behind-proxy -d 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback without TLS' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l tls-cert -d 'The certificate chain for TLS, in PEM form; read again when it changes, and on HUP' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l tls-key -d 'The private key of the certificate, in PEM form, readable by its owner only' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l client-ca -d 'The certificates, in PEM form, of those that sign clients\' certificates: connections without one are refused' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l config -d 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l timeout -d 'How long to wait for its end, in seconds' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l config -d 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "add" -d 'Make a key; its secret is printed once. A server that runs takes it at once'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "list" -d 'List the keys, without their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "ls" -d 'List the keys, without their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "remove" -d 'Take a key away. A server that runs refuses it at once'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "rm" -d 'Take a key away. A server that runs refuses it at once'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from keys" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the configuration, with a key; its secret is printed once'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "start" -d 'Run the server, in the foreground'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "stop" -d 'End a server that runs on this machine, and wait until it has ended'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say whether it runs, where, and what it would be started with'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "keys" -d 'The keys that calls are signed with: add, list, remove'
complete -c muxi -n "__fish_muxi_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "add" -d 'Add a server and its key, or change one'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "list" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "ls" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "remove" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "rm" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "status" -d 'Say which server commands are about, and ask it whether it takes the key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "ping" -d 'Ask a server whether it is there, without the key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "use" -d 'Make a server the default one, or that of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l url -d 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l key-id -d 'The id of the key' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l dialect -d 'How calls are signed: v2 unless said otherwise' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l keep -d 'How the secret is kept: plain unless said otherwise' -r -f -a "plain\t'In the file, as it is'
encrypted\t'In the file, under a passphrase'
keychain\t'In the system\'s keychain'"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l new-passphrase-file -d 'The file with the passphrase of --keep encrypted' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l secret-stdin -d 'The secret of the key comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l default -d 'Make it the default one; the first one is'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l replace -d 'Change the one of that name'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l offline -d 'Do not ask the server'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from ping" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l local -d 'For the formation here only'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a server and its key, or change one'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say which server commands are about, and ask it whether it takes the key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "ping" -d 'Ask a server whether it is there, without the key'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "use" -d 'Make a server the default one, or that of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand profiles; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "add" -d 'Add a server and its key, or change one'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "list" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "ls" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "remove" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "rm" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "status" -d 'Say which server commands are about, and ask it whether it takes the key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "ping" -d 'Ask a server whether it is there, without the key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "use" -d 'Make a server the default one, or that of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and not __fish_seen_subcommand_from add list ls remove rm status ping use help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l url -d 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l key-id -d 'The id of the key' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l dialect -d 'How calls are signed: v2 unless said otherwise' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l keep -d 'How the secret is kept: plain unless said otherwise' -r -f -a "plain\t'In the file, as it is'
encrypted\t'In the file, under a passphrase'
keychain\t'In the system\'s keychain'"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l new-passphrase-file -d 'The file with the passphrase of --keep encrypted' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l secret-stdin -d 'The secret of the key comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l default -d 'Make it the default one; the first one is'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l replace -d 'Change the one of that name'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l offline -d 'Do not ask the server'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from ping" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l local -d 'For the formation here only'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a server and its key, or change one'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say which server commands are about, and ask it whether it takes the key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "ping" -d 'Ask a server whether it is there, without the key'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "use" -d 'Make a server the default one, or that of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l dry-run -d 'Only say what would be sent and where; no server is asked'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l diff -d 'Only print what is another one than on the server, as a diff without the values of secrets'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l wait -d 'Wait until the new version says that it is well'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l no-stream -d 'Have the server answer once, at the end, instead of step by step'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l include-db -d 'Send memory.db too, which the formation of a deployed runtime remembers in'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -s y -l yes -d 'Send the key of the secrets, where the server wants it, without a question'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand download" -l to -d 'The directory; made if it is not there' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand download" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand download" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand download" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand download" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand download" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand download" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand download" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand download" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand download" -l dry-run -d 'Only say what would be written'
complete -c muxi -n "__fish_muxi_using_subcommand download" -l include-db -d 'Fetch memory.db too, which the formation of a deployed runtime remembers in'
complete -c muxi -n "__fish_muxi_using_subcommand download" -s f -l force -l yes -d 'Replace files that are other ones here, without a question'
complete -c muxi -n "__fish_muxi_using_subcommand download" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand download" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand download" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand download" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand download" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand up" -l port -d 'The port of the server, instead of the profile\'s' -r
complete -c muxi -n "__fish_muxi_using_subcommand up" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand up" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand up" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand up" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand up" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand up" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand up" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand up" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand up" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand up" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand up" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand up" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand down" -l port -d 'The port of the server, instead of the profile\'s' -r
complete -c muxi -n "__fish_muxi_using_subcommand down" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand down" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand down" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand down" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand down" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand down" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand down" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand down" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand down" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand down" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand down" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand down" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand down" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "list" -d 'Print the formations of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "ls" -d 'Print the formations of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "get" -d 'Print one formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "start" -d 'Start a formation of the server that was stopped'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "stop" -d 'Stop a formation of the server; it stays there'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "restart" -d 'Restart a formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "rollback" -d 'Go back to the version that was there before'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "delete" -d 'Delete a formation of the server, with what it keeps there'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "logs" -d 'Print what a formation of the server writes to stdout and stderr'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "status" -d 'Print how the server itself is'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and not __fish_seen_subcommand_from list ls get start stop restart rollback delete logs status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -s y -l yes -l force -d 'Do it without asking for the id'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s n -l lines -d 'How many of the last lines' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l stream -d 'Which output: both unless said otherwise' -r -f -a "all\t''
stdout\t''
stderr\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Go on with what comes, until Ctrl-C'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print the formations of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "get" -d 'Print one formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start a formation of the server that was stopped'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop a formation of the server; it stays there'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Restart a formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "rollback" -d 'Go back to the version that was there before'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete a formation of the server, with what it keeps there'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Print what a formation of the server writes to stdout and stderr'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "status" -d 'Print how the server itself is'
complete -c muxi -n "__fish_muxi_using_subcommand remote; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand get" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand get" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand get" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand get" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand get" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand get" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand get" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand get" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand get" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand get" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand get" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand get" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand start" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand start" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand start" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand start" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand start" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand start" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand start" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand start" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand start" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand start" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand start" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand start" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand stop" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand stop" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand restart" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand restart" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -s y -l yes -l force -d 'Do it without a question'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -s p -l profile -d 'The profile of the server; else that of MUXI_PROFILE, of the formation\'s .muxi, or the default one' -r
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l dialect -d 'How calls are signed this time, instead of as the profile says' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand delete" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand delete" -s y -l yes -l force -d 'Do it without asking for the id'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l body -d 'The file with the body; `-` is stdin' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l dialect -d 'How it is signed: v2 unless said otherwise' -r -f -a "v2\t'All that matters, each request once'
documented\t'Method, path with query, body'
legacy\t'Method and path, as deployed servers want it'"
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l host -d 'The host that it is sent to, with its port unless that is the scheme\'s own; v2 signs it' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l formation -d 'The formation that it is about: X-Formation-ID' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l version -d 'The version of the formation that is sent: X-Formation-Version' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -s p -l profile -d 'The profile whose key, host and dialect count, unless they are given' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l key-id -d 'The id of the key [env: MUXI_KEY_ID]' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l timestamp -d 'Seconds since 1970, instead of now' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l nonce -d '32 hexadecimal digits, instead of random ones; v2 has them' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l secret-stdin -d 'The secret of the key comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l header-lines -d 'Print the headers only, one a line, as `curl -H @-` takes them'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l model -d 'A model of your own instead of muxi/echo, for example openai/gpt-4o-mini' -r
complete -c muxi -n "__fish_muxi_using_subcommand demo" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand demo" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand demo" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand demo" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand completions" -s C -l dir -d 'The formation\'s directory (or its file); else the current directory and up to four above' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l data-dir -d 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l key-file -d 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l passphrase-file -d 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]' -r -F
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l env -d 'The named environment: `--env prod` means secrets.prod.enc and .key.prod' -r
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l color -d 'Colours: on a terminal that wants them, always, or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l json -d 'Print JSON, errors too'
complete -c muxi -n "__fish_muxi_using_subcommand completions" -s q -l quiet -d 'Print no notes, only data, warnings and errors'
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l strict -d 'Refuse where there would only be a warning about a secret'
complete -c muxi -n "__fish_muxi_using_subcommand completions" -l no-input -d 'Never ask: fail, and name the flag that answers'
complete -c muxi -n "__fish_muxi_using_subcommand completions" -s h -l help -d 'Print help'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "secrets" -d 'Keep the formation\'s secrets: add, list, get, delete, set up, check'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "new" -d 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "validate" -d 'Check formations and say what is wrong, where, and what to write instead'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "fmt" -d 'Write the formation\'s files in one style; nothing that they say changes, and no comment is lost'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "config" -d 'Read and change settings of the formation; comments, order and quotes of its files stay'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "bump" -d 'Raise the formation\'s version and print the new one'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "explain" -d 'Explain a kind of finding: what it means, an example, and the example mended'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "schema" -d 'Print the JSON Schema of a formation\'s files, for editors, or the reference of their fields'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "graph" -d 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "serve" -d 'Run the formation and serve the Formation API'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "test" -d 'Run the tests of the formation: what is said to it, and what has to be so then'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "chat" -d 'Talk to the running formation'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "agents" -d 'The agents of the running formation: how they are, what they do, stopping and starting them'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "approvals" -d 'Show and answer calls of tools that wait for a yes'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "sessions" -d 'Show the sessions of a user of the running formation, and what was said in one'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "artifacts" -d 'Show, fetch and delete the files that the agents of the running formation made'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "audit" -d 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "logs" -d 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "users" -d 'Show the formation\'s users, link and unlink their identifiers, export and erase what is kept of them'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "memory" -d 'Show, search, add, delete, export and erase what the formation remembers of a user'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "credentials" -d 'Keep users\' own credentials for services: set, list, get, choose, rename, delete'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "store" -d 'Look at the formation\'s store, check it, make it smaller, take it elsewhere'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "mcp" -d 'The formation\'s servers of tools, and the formation as a server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "keys" -d 'Show the API keys of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "server" -d 'A server that formations are deployed to: setting it up, running it, its keys'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "profiles" -d 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "deploy" -d 'Send the formation here to its server: a new one, or a new version of one'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "download" -d 'Fetch what is live on a server into a directory; no file here is replaced without a yes'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "up" -d 'Try the formation here out on a server of this machine'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "down" -d 'End what `muxi up` began'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "remote" -d 'Look at and change the formations of a MUXI server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "get" -d 'Print the formation here as its server has it: `muxi remote get`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "start" -d 'Start the formation here on its server: `muxi remote start`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "stop" -d 'Stop the formation here on its server: `muxi remote stop`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "restart" -d 'Restart the formation here on its server: `muxi remote restart`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "rollback" -d 'Go back to the version before, of the formation here on its server: `muxi remote rollback`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "delete" -d 'Delete the formation here from its server: `muxi remote delete`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "sign" -d 'Sign a request to a MUXI server: print its headers and what was signed'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "demo" -d 'Try it all in a temporary directory: secret, check, server, chat'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "completions" -d 'Print the completions for a shell'
complete -c muxi -n "__fish_muxi_using_subcommand help; and not __fish_seen_subcommand_from secrets new validate fmt config bump explain schema graph serve test chat agents approvals sessions artifacts audit logs users memory credentials store mcp keys server profiles deploy download up down remote get start stop restart rollback delete sign demo completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "add" -d 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "list" -d 'List the secrets by name, values masked'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "get" -d 'Print the value of a secret'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "delete" -d 'Delete a secret'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "rename" -d 'Rename a secret, and every reference to it in the formation'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "setup" -d 'Ask for each secret that the formation refers to and that is not set'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "check" -d 'Check that the secrets that are set and those that the formation refers to are the same ones'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "seal" -d 'Seal the secrets as they are now, after somebody changed the file without the key'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "key" -d 'Look after the key: show, export, import, protect, rotate'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "convert" -d 'Change the format of the secrets file, value by value verified'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "doctor" -d 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "resolve" -d 'Say which value holds, of the secrets that have two since a merge'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "diff" -d 'Show which secrets differ from an earlier version in git'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "rotate" -d 'Give a secret a new value, or list what somebody who left could have read'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "git-setup" -d 'Make muxi the merge and diff driver for secrets files in this git repository'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "merge-driver" -d 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "textconv" -d 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "import" -d 'Add the secrets of a .env, JSON or YAML file, all of them or none'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "export" -d 'Print the secrets, or write them to a file, in the clear'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "run" -d 'Run a program with the secrets in its environment, and nowhere in its output'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "formation" -d 'Make a formation in a directory of its own'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "agent" -d 'Add an agent'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "mcp" -d 'Add an MCP server, whose tools agents may use'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "sop" -d 'Add an SOP: how a piece of work is done, step by step'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "trigger" -d 'Add a trigger: a question that another program\'s report becomes'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "a2a" -d 'Add an A2A service: another agent elsewhere that can be asked'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from new" -f -a "skill" -d 'Add a skill: how to do something, for agents to look up'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "get" -d 'Print a setting, or all of them'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "set" -d 'Set one; refused where the formation would not be valid any more'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "unset" -d 'Take one away'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "list" -d 'Print the agents with their state'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "status" -d 'Print one agent: state, turns, model, servers of tools, processes'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "logs" -d 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "attach" -d 'Attach to the terminal of an agent that is a program with `tmux: true`'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "stop" -d 'Stop an agent: it takes no new turn, and what is its own ends'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "restart" -d 'Stop an agent, and let it answer again'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from agents" -f -a "resume" -d 'Let a stopped agent answer again'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from approvals" -f -a "list" -d 'Print the calls that wait, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from approvals" -f -a "allow" -d 'Let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from approvals" -f -a "deny" -d 'Do not let a call be made'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from sessions" -f -a "list" -d 'Print the user\'s last sessions, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from sessions" -f -a "show" -d 'Print what was said in a session, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from artifacts" -f -a "list" -d 'Print the files, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from artifacts" -f -a "get" -d 'Write a file to stdout, or to a new file of its own'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from artifacts" -f -a "delete" -d 'Delete a file with all its versions'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "query" -d 'Print the last records, the oldest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify" -d 'Verify that every record is there as it was written, and name the first one that is not'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "export" -d 'Write the records for another program: JSON, CSV or CEF'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "list" -d 'Print the users and their identifiers'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "show" -d 'Print one user'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "link" -d 'Give identifiers to a user; one that is another user\'s is refused'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "unlink" -d 'Take an identifier from its user; what is kept stays with the user'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "merge" -d 'Make two users one: all that is kept of the first becomes the second\'s'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "export" -d 'Write all that is kept of a user to a new file'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "erase" -d 'Take away all that is kept of a user, in the database, its logs and files'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "list" -d 'Print what is remembered of a user, the latest first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "search" -d 'Print what fits a question, the best first'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "add" -d 'Remember something of a user'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "delete" -d 'Forget one thing'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "export" -d 'Write all that is remembered of a user as lines of JSON'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "erase" -d 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from memory" -f -a "stats" -d 'Print how much is remembered: of one user, or of all together'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "list" -d 'Print what a user has, without the values'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "set" -d 'Keep a credential of a user; the value is asked for, or comes from stdin'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "get" -d 'Print the value of a credential'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "delete" -d 'Delete a credential of a user'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "status" -d 'Look whether all that a user has can be trusted and used'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "login" -d 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "import" -d 'Take over the credentials of users from the database of a deployed runtime'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "services" -d 'Print the services that the formation needs credentials for'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "select" -d 'Choose the account of a service that is used where nobody says which'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "rename" -d 'Give an account another name'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "reset" -d 'Take away all that a user has, also what cannot be trusted or opened any more'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from credentials" -f -a "rekey" -d 'Make a new master key and seal everything under it'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "info" -d 'Print how large it is and what is in it'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "check" -d 'Look whether it is whole: pages, rows, users, and the contents of files'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "vacuum" -d 'Make the database as small as it can be'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "export" -d 'Write all of it to a new file, for another machine or another time'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "import" -d 'Fill an empty store from such a file: all of it or nothing'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "list" -d 'Print the servers of tools: state, transport, number of tools, and why one is down'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "show" -d 'Print one server: how it runs, the walls around it, its tools'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "tools" -d 'Print the tools of one server or of all, each with what the policy says of it'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "call" -d 'Call a tool, and print what it answers'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "login" -d 'Log in at a server that is signed in at by OAuth'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "logout" -d 'Give the login at a server back, and delete its tokens'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "resources" -d 'Print the resources of a server, or what one of them holds'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "prompts" -d 'Print the prompts of a server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from mcp" -f -a "serve" -d 'Offer the formation to an editor or another client over stdin and stdout'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "show" -d 'Print both keys, and where they come from; they are made if there are none yet'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "init" -d 'Make the configuration, with a key; its secret is printed once'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "start" -d 'Run the server, in the foreground'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "stop" -d 'End a server that runs on this machine, and wait until it has ended'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "status" -d 'Say whether it runs, where, and what it would be started with'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "keys" -d 'The keys that calls are signed with: add, list, remove'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "add" -d 'Add a server and its key, or change one'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "list" -d 'Print the servers; never their secrets'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "remove" -d 'Forget a server and its key'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "status" -d 'Say which server commands are about, and ask it whether it takes the key'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "ping" -d 'Ask a server whether it is there, without the key'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from profiles" -f -a "use" -d 'Make a server the default one, or that of the formation'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "list" -d 'Print the formations of the server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "get" -d 'Print one formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "start" -d 'Start a formation of the server that was stopped'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "stop" -d 'Stop a formation of the server; it stays there'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "restart" -d 'Restart a formation of the server'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "rollback" -d 'Go back to the version that was there before'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "delete" -d 'Delete a formation of the server, with what it keeps there'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "logs" -d 'Print what a formation of the server writes to stdout and stderr'
complete -c muxi -n "__fish_muxi_using_subcommand help; and __fish_seen_subcommand_from remote" -f -a "status" -d 'Print how the server itself is'
