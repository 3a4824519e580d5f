
use builtin;
use str;

set edit:completion:arg-completer[muxi] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'muxi'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'muxi'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand secrets 'Keep the formation''s secrets: add, list, get, delete, set up, check'
            cand new 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one'
            cand validate 'Check formations and say what is wrong, where, and what to write instead'
            cand fmt 'Write the formation''s files in one style; nothing that they say changes, and no comment is lost'
            cand config 'Read and change settings of the formation; comments, order and quotes of its files stay'
            cand bump 'Raise the formation''s version and print the new one'
            cand explain 'Explain a kind of finding: what it means, an example, and the example mended'
            cand schema 'Print the JSON Schema of a formation''s files, for editors, or the reference of their fields'
            cand graph 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets'
            cand serve 'Run the formation and serve the Formation API'
            cand test 'Run the tests of the formation: what is said to it, and what has to be so then'
            cand chat 'Talk to the running formation'
            cand agents 'The agents of the running formation: how they are, what they do, stopping and starting them'
            cand approvals 'Show and answer calls of tools that wait for a yes'
            cand sessions 'Show the sessions of a user of the running formation, and what was said in one'
            cand artifacts 'Show, fetch and delete the files that the agents of the running formation made'
            cand audit 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it'
            cand logs 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said'
            cand users 'Show the formation''s users, link and unlink their identifiers, export and erase what is kept of them'
            cand memory 'Show, search, add, delete, export and erase what the formation remembers of a user'
            cand credentials 'Keep users'' own credentials for services: set, list, get, choose, rename, delete'
            cand store 'Look at the formation''s store, check it, make it smaller, take it elsewhere'
            cand mcp 'The formation''s servers of tools, and the formation as a server'
            cand keys 'Show the API keys of the formation'
            cand server 'A server that formations are deployed to: setting it up, running it, its keys'
            cand profiles 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
            cand profile 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
            cand deploy 'Send the formation here to its server: a new one, or a new version of one'
            cand download 'Fetch what is live on a server into a directory; no file here is replaced without a yes'
            cand up 'Try the formation here out on a server of this machine'
            cand down 'End what `muxi up` began'
            cand remote 'Look at and change the formations of a MUXI server'
            cand get 'Print the formation here as its server has it: `muxi remote get`'
            cand start 'Start the formation here on its server: `muxi remote start`'
            cand stop 'Stop the formation here on its server: `muxi remote stop`'
            cand restart 'Restart the formation here on its server: `muxi remote restart`'
            cand rollback 'Go back to the version before, of the formation here on its server: `muxi remote rollback`'
            cand delete 'Delete the formation here from its server: `muxi remote delete`'
            cand sign 'Sign a request to a MUXI server: print its headers and what was signed'
            cand demo 'Try it all in a temporary directory: secret, check, server, chat'
            cand completions 'Print the completions for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;secrets'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand add 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
            cand set 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
            cand list 'List the secrets by name, values masked'
            cand ls 'List the secrets by name, values masked'
            cand get 'Print the value of a secret'
            cand delete 'Delete a secret'
            cand rm 'Delete a secret'
            cand rename 'Rename a secret, and every reference to it in the formation'
            cand mv 'Rename a secret, and every reference to it in the formation'
            cand setup 'Ask for each secret that the formation refers to and that is not set'
            cand check 'Check that the secrets that are set and those that the formation refers to are the same ones'
            cand seal 'Seal the secrets as they are now, after somebody changed the file without the key'
            cand key 'Look after the key: show, export, import, protect, rotate'
            cand convert 'Change the format of the secrets file, value by value verified'
            cand doctor 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
            cand resolve 'Say which value holds, of the secrets that have two since a merge'
            cand diff 'Show which secrets differ from an earlier version in git'
            cand rotate 'Give a secret a new value, or list what somebody who left could have read'
            cand git-setup 'Make muxi the merge and diff driver for secrets files in this git repository'
            cand merge-driver 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
            cand textconv 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
            cand import 'Add the secrets of a .env, JSON or YAML file, all of them or none'
            cand export 'Print the secrets, or write them to a file, in the clear'
            cand run 'Run a program with the secrets in its environment, and nowhere in its output'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;secrets;add'= {
            cand --generate 'Make a random value of this many bytes (32 if none are given), written in base64url'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --raw 'Keep the final line end of stdin, which is dropped otherwise'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;set'= {
            cand --generate 'Make a random value of this many bytes (32 if none are given), written in base64url'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --raw 'Keep the final line end of stdin, which is dropped otherwise'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;list'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;ls'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;get'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;delete'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Delete it though the formation refers to it'
            cand --force 'Delete it though the formation refers to it'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;rm'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Delete it though the formation refers to it'
            cand --force 'Delete it though the formation refers to it'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;rename'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say what would be changed'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;mv'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say what would be changed'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;setup'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say which ones are missing'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;check'= {
            cand --deny 'Treat these as errors'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --values 'Look at the values too: pasted blanks and quotes, other providers'' keys, placeholders, weak ones'
            cand --all-envs 'Check every environment that has a secrets file, and compare them'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;secrets;seal'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Seal without asking'
            cand --yes 'Seal without asking'
            cand --prune 'Drop the lines that deleted secrets leave; branches from before may then bring them back'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand show 'Show which keys are where, and which the secrets use; never a key'
            cand export 'Print the key for a colleague, protected by a passphrase, or for the store of a CI'
            cand import 'Take a key that a colleague exported into the key file'
            cand passphrase 'Protect the key file by a passphrase, change it, or take it off'
            cand rotate 'Make a new key and encrypt all secrets with it'
            cand keychain 'Put the key into the keychain of the system, or take it out'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;secrets;key;show'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;export'= {
            cand -o 'Write to this new file (mode 0600) instead of stdout'
            cand --output 'Write to this new file (mode 0600) instead of stdout'
            cand --new-passphrase-file 'The file with the passphrase of the exported key; else that of --passphrase-file, else it is asked for'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --plain 'The key itself, as 44 characters that open everything: for the secret store of a CI'
            cand -y 'Print the plain key without asking'
            cand --yes 'Print the plain key without asking'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;import'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Take it also where it does not open the secrets that are here'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;passphrase'= {
            cand --new-passphrase-file 'The file with the new passphrase; else that of --passphrase-file, if the key has none yet; else it is asked for twice'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --remove 'Take the passphrase off'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;rotate'= {
            cand --key-output 'Write the keys to this new file; needed where the key comes from a variable or a descriptor'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --finish 'Take the retired keys out; refuses while the secrets need one of them'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;keychain'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --remove 'Take the key out; refuses where nothing else opens the secrets'
            cand --force 'Take it out even so'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;key;help'= {
            cand show 'Show which keys are where, and which the secrets use; never a key'
            cand export 'Print the key for a colleague, protected by a passphrase, or for the store of a CI'
            cand import 'Take a key that a colleague exported into the key file'
            cand passphrase 'Protect the key file by a passphrase, change it, or take it off'
            cand rotate 'Make a new key and encrypt all secrets with it'
            cand keychain 'Put the key into the keychain of the system, or take it out'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;secrets;key;help;show'= {
        }
        &'muxi;secrets;key;help;export'= {
        }
        &'muxi;secrets;key;help;import'= {
        }
        &'muxi;secrets;key;help;passphrase'= {
        }
        &'muxi;secrets;key;help;rotate'= {
        }
        &'muxi;secrets;key;help;keychain'= {
        }
        &'muxi;secrets;key;help;help'= {
        }
        &'muxi;secrets;convert'= {
            cand --format 'The format to change to'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'For format 1: take the passphrase off the key, for its programs cannot ask'
            cand --yes 'For format 1: take the passphrase off the key, for its programs cannot ask'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;doctor'= {
            cand --max-age 'From how many days on a key or a value counts as old'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --fix 'Mend what is safe to mend: modes of your own key files, lines in .gitignore and .gitattributes, leftovers'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;resolve'= {
            cand --take 'Take the value of this line, counted from 1'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --ours 'Take the value of our version'
            cand --theirs 'Take the value of their version'
            cand --value-from-stdin 'Give the secret NAME another value, from stdin'
            cand --raw 'Keep the final line end of stdin, which is dropped otherwise'
            cand -y 'Seal though somebody changed other secrets without the key'
            cand --yes 'Seal though somebody changed other secrets without the key'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;diff'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;rotate'= {
            cand --generate 'Make a random value of this many bytes (32 if none are given), written in base64url'
            cand --before 'With --plan: until when they had both; a commit, a tag, a day (to its end, UTC) or a moment'
            cand --revoked 'Tick a deleted secret off in the plan: it was revoked at its provider'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --raw 'Keep the final line end of stdin, which is dropped otherwise'
            cand --plan 'List every value that somebody with the repository and the key could have read, from git''s history'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;git-setup'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --remove 'Take the drivers away again'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;merge-driver'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --base 'A merge of older versions, which later ones are compared with: nobody is asked or told'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;textconv'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;import'= {
            cand --format 'What the file is written in, where its name does not tell'
            cand --prefix 'Put this before each name'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --skip-existing 'Leave secrets that are there with another value as they are'
            cand --overwrite 'Give secrets that are there the new value'
            cand --dry-run 'Only say what would be done'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;export'= {
            cand --format 'What to write: env if nothing else tells'
            cand --only 'Only these secrets, separated by commas; else all'
            cand -o 'Write to this file, with mode 0600, instead of stdout'
            cand --output 'Write to this file, with mode 0600, instead of stdout'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Write though there is such a file already'
            cand --force 'Write though there is such a file already'
            cand -y 'Print to a terminal without asking'
            cand --yes 'Print to a terminal without asking'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;run'= {
            cand --only 'Only these secrets, separated by commas; else all'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --no-mask 'Give the program stdout and stderr themselves; values in its output stay'
            cand --allow-unsealed 'Run though the secrets were changed without the key since they were sealed'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;secrets;help'= {
            cand add 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
            cand list 'List the secrets by name, values masked'
            cand get 'Print the value of a secret'
            cand delete 'Delete a secret'
            cand rename 'Rename a secret, and every reference to it in the formation'
            cand setup 'Ask for each secret that the formation refers to and that is not set'
            cand check 'Check that the secrets that are set and those that the formation refers to are the same ones'
            cand seal 'Seal the secrets as they are now, after somebody changed the file without the key'
            cand key 'Look after the key: show, export, import, protect, rotate'
            cand convert 'Change the format of the secrets file, value by value verified'
            cand doctor 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
            cand resolve 'Say which value holds, of the secrets that have two since a merge'
            cand diff 'Show which secrets differ from an earlier version in git'
            cand rotate 'Give a secret a new value, or list what somebody who left could have read'
            cand git-setup 'Make muxi the merge and diff driver for secrets files in this git repository'
            cand merge-driver 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
            cand textconv 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
            cand import 'Add the secrets of a .env, JSON or YAML file, all of them or none'
            cand export 'Print the secrets, or write them to a file, in the clear'
            cand run 'Run a program with the secrets in its environment, and nowhere in its output'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;secrets;help;add'= {
        }
        &'muxi;secrets;help;list'= {
        }
        &'muxi;secrets;help;get'= {
        }
        &'muxi;secrets;help;delete'= {
        }
        &'muxi;secrets;help;rename'= {
        }
        &'muxi;secrets;help;setup'= {
        }
        &'muxi;secrets;help;check'= {
        }
        &'muxi;secrets;help;seal'= {
        }
        &'muxi;secrets;help;key'= {
            cand show 'Show which keys are where, and which the secrets use; never a key'
            cand export 'Print the key for a colleague, protected by a passphrase, or for the store of a CI'
            cand import 'Take a key that a colleague exported into the key file'
            cand passphrase 'Protect the key file by a passphrase, change it, or take it off'
            cand rotate 'Make a new key and encrypt all secrets with it'
            cand keychain 'Put the key into the keychain of the system, or take it out'
        }
        &'muxi;secrets;help;key;show'= {
        }
        &'muxi;secrets;help;key;export'= {
        }
        &'muxi;secrets;help;key;import'= {
        }
        &'muxi;secrets;help;key;passphrase'= {
        }
        &'muxi;secrets;help;key;rotate'= {
        }
        &'muxi;secrets;help;key;keychain'= {
        }
        &'muxi;secrets;help;convert'= {
        }
        &'muxi;secrets;help;doctor'= {
        }
        &'muxi;secrets;help;resolve'= {
        }
        &'muxi;secrets;help;diff'= {
        }
        &'muxi;secrets;help;rotate'= {
        }
        &'muxi;secrets;help;git-setup'= {
        }
        &'muxi;secrets;help;merge-driver'= {
        }
        &'muxi;secrets;help;textconv'= {
        }
        &'muxi;secrets;help;import'= {
        }
        &'muxi;secrets;help;export'= {
        }
        &'muxi;secrets;help;run'= {
        }
        &'muxi;secrets;help;help'= {
        }
        &'muxi;new'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand formation 'Make a formation in a directory of its own'
            cand agent 'Add an agent'
            cand mcp 'Add an MCP server, whose tools agents may use'
            cand sop 'Add an SOP: how a piece of work is done, step by step'
            cand trigger 'Add a trigger: a question that another program''s report becomes'
            cand a2a 'Add an A2A service: another agent elsewhere that can be asked'
            cand skill 'Add a skill: how to do something, for agents to look up'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;new;formation'= {
            cand --description 'What it is for, in one line'
            cand --template 'What it has in it [default: chat]'
            cand --provider 'Whose model answers; a usual one of theirs unless --model names it'
            cand --model 'The model that answers [default: muxi/echo, which needs no key]'
            cand --extension 'How its files end'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;new;agent'= {
            cand --description 'What it is for, in one line'
            cand --role 'Its role in a team, for example reviewer'
            cand --system-message 'What its model is told first'
            cand --model 'A model of its own, or an alias of the formation'
            cand --mcp 'An MCP server that it may use; may be given several times'
            cand --extension 'How its file ends; as the formation''s does if not given'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --default 'Let it answer when nothing points to another agent'
            cand --no-register 'Do not list it in the formation'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;new;mcp'= {
            cand --description 'What its tools do, in one line'
            cand --type 'Whether it is called over HTTP or is a program; follows from --endpoint and --command'
            cand --endpoint 'Its address'
            cand --auth 'How it knows who calls'
            cand --secret 'The secret that it wants; for basic, how the names of both begin [default: made of the id]'
            cand --credential 'Take what each user has stored for this service, instead of a secret'
            cand --command 'The program to start'
            cand --arg 'An argument of the program; may be given several times'
            cand --secret-env 'A secret that the program gets in a variable of the same name; may be given several times'
            cand --tool 'Show agents only this tool (`*` stands for anything); may be given several times'
            cand --hide-tool 'Do not show agents this tool; may be given several times'
            cand --agent 'Give it to this agent alone, instead of to all that ask for it'
            cand --extension 'How its file ends; as the formation''s does if not given'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --no-register 'Do not list it in the formation'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;new;sop'= {
            cand --description 'When it is used, in one line'
            cand --mode 'How strictly it is followed'
            cand --tag 'A word to find it by; may be given several times'
            cand --step 'A step; may be given several times'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;new;trigger'= {
            cand --prompt 'What is asked; `${{ data.NAME }}` stands for a part of the report'
            cand --model 'A model of its own, or an alias of the formation'
            cand --channel 'The channel of the formation that the answer goes to'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;new;a2a'= {
            cand --description 'What it can be asked for, in one line'
            cand --url 'Its address'
            cand --auth 'How it knows who calls'
            cand --secret 'The secret that it wants; for basic, how the names of both begin [default: made of the id]'
            cand --credential 'Take what each user has stored for this service, instead of a secret'
            cand --extension 'How its file ends; as the formation''s does if not given'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --no-register 'Do not list it in the formation'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;new;skill'= {
            cand --description 'When it is of use, in one line'
            cand --license 'The licence under which it may be passed on'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file of the same name'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;new;help'= {
            cand formation 'Make a formation in a directory of its own'
            cand agent 'Add an agent'
            cand mcp 'Add an MCP server, whose tools agents may use'
            cand sop 'Add an SOP: how a piece of work is done, step by step'
            cand trigger 'Add a trigger: a question that another program''s report becomes'
            cand a2a 'Add an A2A service: another agent elsewhere that can be asked'
            cand skill 'Add a skill: how to do something, for agents to look up'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;new;help;formation'= {
        }
        &'muxi;new;help;agent'= {
        }
        &'muxi;new;help;mcp'= {
        }
        &'muxi;new;help;sop'= {
        }
        &'muxi;new;help;trigger'= {
        }
        &'muxi;new;help;a2a'= {
        }
        &'muxi;new;help;skill'= {
        }
        &'muxi;new;help;help'= {
        }
        &'muxi;validate'= {
            cand --deny 'Treat these as errors: warnings, or names of findings, parted by commas'
            cand --allow 'Do not tell warnings of these names, parted by commas'
            cand --format 'How findings are printed; --json means json'
            cand --stdin-path 'The file that stdin stands in for; else the formation''s own'
            cand --target 'Who is to run the formation: says too what that one would refuse, leave out or not use'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --fix 'Mend what can be mended without a doubt; comments and order stay'
            cand --dry-run 'Only print what --fix would change, as a diff'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;fmt'= {
            cand --stdin-name 'The name of what comes from stdin: one that ends in .md is Markdown'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --check 'Write nothing; list the files that would change, and fail if there are any'
            cand --diff 'Write nothing; print what would change'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;config'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand get 'Print a setting, or all of them'
            cand set 'Set one; refused where the formation would not be valid any more'
            cand unset 'Take one away'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;config;get'= {
            cand --file 'A file of the formation other than its own'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --default 'Where it is not set, print what counts then'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;config;set'= {
            cand --file 'A file of the formation other than its own'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Check, print what would change, and write nothing'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;config;unset'= {
            cand --file 'A file of the formation other than its own'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Check, print what would change, and write nothing'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;config;help'= {
            cand get 'Print a setting, or all of them'
            cand set 'Set one; refused where the formation would not be valid any more'
            cand unset 'Take one away'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;config;help;get'= {
        }
        &'muxi;config;help;set'= {
        }
        &'muxi;config;help;unset'= {
        }
        &'muxi;config;help;help'= {
        }
        &'muxi;bump'= {
            cand --set 'Make it this version'
            cand --pre 'Make it a pre-release: `--pre rc` gives 1.2.4-rc.1, then 1.2.4-rc.2'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Print the new version and write nothing'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;explain'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;schema'= {
            cand --format 'JSON Schema (draft 7), or a page for people'
            cand -o 'Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind'
            cand --output 'Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --all 'All kinds of files'
            cand --force 'Write over files that muxi schema did not write'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;graph'= {
            cand --format 'A tree of lines, a Mermaid flowchart, a Graphviz graph, or JSON'
            cand --only 'Only these parts and what they touch; may be given several times, or several with commas'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;serve'= {
            cand --port 'The port; 0 takes a free one'
            cand --listen 'The address, HOST[:PORT] [env: MUXI_LISTEN]'
            cand --behind-proxy 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback'
            cand --public-host 'The names under which clients reach it (separated by commas), where a proxy in front passes them on; MCP clients may use these, those of the certificate and of this machine'
            cand --tls-cert 'The certificate chain for TLS, in PEM form'
            cand --tls-key 'The private key of the certificate, in PEM form, readable by its owner only'
            cand --record 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there'
            cand --replay 'Answer from what --record kept in this directory: no model is asked, and no key is needed'
            cand --log 'What to say of turns on stderr: request, user, session, agent, model, tokens, cost, time; never their text. With --json, each line is an object'
            cand --audit-retention 'How many days the records of a class are kept, such as network=30,agent=90; `muxi audit` verifies what is left'
            cand --audit-to 'Send records on as they are written: `file:PATH`, `syslog:unix:PATH`, `syslog:udp:HOST:PORT` or `syslog:tcp:HOST:PORT`; again for each further one'
            cand --state-of 'Started by a server, whose versions of the formation share the state that is named by DIR: one that is on its way out may still have it. It ends when its standard input does'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --allow-unsealed 'Run though the secrets were changed without the key since they were sealed'
            cand --allow-log-paths 'Let the formation''s logs be files outside of the directory of its state, where it names them so'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;test'= {
            cand --filter 'Only cases with this in their name or in that of their file; A is a'
            cand -j 'How many cases run at once'
            cand --jobs 'How many cases run at once'
            cand --format 'How the report is written; --json prints it as json'
            cand -o 'Write the report to this file; lines for people still go to stdout'
            cand --output 'Write the report to this file; lines for people still go to stdout'
            cand --record 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there'
            cand --replay 'Answer from what --record kept in this directory: no model is asked, and no key is needed'
            cand --approve 'Make calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; else they are denied'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --fail-fast 'End with the first case that fails'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;chat'= {
            cand -s 'The session to go on with (its id is in the answer of --json)'
            cand --session 'The session to go on with (its id is in the answer of --json)'
            cand -a 'The agent to ask'
            cand --agent 'The agent to ask'
            cand -u 'The user to talk as; else the local one'
            cand --user 'The user to talk as; else the local one'
            cand -f 'A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated'
            cand --file 'A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated'
            cand --record 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there'
            cand --replay 'Answer from what --record kept in this directory: no model is asked, and no key is needed'
            cand --approve 'Allow calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; may be repeated'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Answer in this process, without a server'
            cand --deny-asks 'Say no to calls of tools that ask, and put no question'
            cand --no-stream 'Show the answer only when it is whole'
            cand --trace 'Show each step on stderr: its time, tokens and cost; with --json, in the answer'
            cand --raw 'Show the answer as the model writes it, Markdown not laid out'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the agents with their state'
            cand status 'Print one agent: state, turns, model, servers of tools, processes'
            cand logs 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
            cand attach 'Attach to the terminal of an agent that is a program with `tmux: true`'
            cand stop 'Stop an agent: it takes no new turn, and what is its own ends'
            cand restart 'Stop an agent, and let it answer again'
            cand resume 'Let a stopped agent answer again'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;agents;list'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --verbose 'Show turns, the last use and what each is for, too'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;status'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;logs'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Go on with what comes, until Ctrl-C or until the server ends'
            cand --follow 'Go on with what comes, until Ctrl-C or until the server ends'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;attach'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --read-only 'Only watch: what is typed goes nowhere'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;stop'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --all 'All agents'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;restart'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --all 'All agents'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;resume'= {
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --all 'All agents'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;agents;help'= {
            cand list 'Print the agents with their state'
            cand status 'Print one agent: state, turns, model, servers of tools, processes'
            cand logs 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
            cand attach 'Attach to the terminal of an agent that is a program with `tmux: true`'
            cand stop 'Stop an agent: it takes no new turn, and what is its own ends'
            cand restart 'Stop an agent, and let it answer again'
            cand resume 'Let a stopped agent answer again'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;agents;help;list'= {
        }
        &'muxi;agents;help;status'= {
        }
        &'muxi;agents;help;logs'= {
        }
        &'muxi;agents;help;attach'= {
        }
        &'muxi;agents;help;stop'= {
        }
        &'muxi;agents;help;restart'= {
        }
        &'muxi;agents;help;resume'= {
        }
        &'muxi;agents;help;help'= {
        }
        &'muxi;approvals'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the calls that wait, the oldest first'
            cand allow 'Let a call be made'
            cand deny 'Do not let a call be made'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;approvals;list'= {
            cand -u 'Only those of this user; else those of all'
            cand --user 'Only those of this user; else those of all'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;approvals;allow'= {
            cand -u 'Only if it is this user''s; else whoever''s it is'
            cand --user 'Only if it is this user''s; else whoever''s it is'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --session 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;approvals;deny'= {
            cand -u 'Only if it is this user''s; else whoever''s it is'
            cand --user 'Only if it is this user''s; else whoever''s it is'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --session 'For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;approvals;help'= {
            cand list 'Print the calls that wait, the oldest first'
            cand allow 'Let a call be made'
            cand deny 'Do not let a call be made'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;approvals;help;list'= {
        }
        &'muxi;approvals;help;allow'= {
        }
        &'muxi;approvals;help;deny'= {
        }
        &'muxi;approvals;help;help'= {
        }
        &'muxi;sessions'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the user''s last sessions, the latest first'
            cand ls 'Print the user''s last sessions, the latest first'
            cand show 'Print what was said in a session, the oldest first'
            cand messages 'Print what was said in a session, the oldest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;sessions;list'= {
            cand -u 'The user; else the local one'
            cand --user 'The user; else the local one'
            cand --limit 'How many at most'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;sessions;ls'= {
            cand -u 'The user; else the local one'
            cand --user 'The user; else the local one'
            cand --limit 'How many at most'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;sessions;show'= {
            cand -u 'The user whose session it is; else the local one'
            cand --user 'The user whose session it is; else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;sessions;messages'= {
            cand -u 'The user whose session it is; else the local one'
            cand --user 'The user whose session it is; else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;sessions;help'= {
            cand list 'Print the user''s last sessions, the latest first'
            cand show 'Print what was said in a session, the oldest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;sessions;help;list'= {
        }
        &'muxi;sessions;help;show'= {
        }
        &'muxi;sessions;help;help'= {
        }
        &'muxi;artifacts'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the files, the latest first'
            cand get 'Write a file to stdout, or to a new file of its own'
            cand delete 'Delete a file with all its versions'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;artifacts;list'= {
            cand -u 'The user whose files they are; else the local one'
            cand --user 'The user whose files they are; else the local one'
            cand --limit 'How many at most'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;artifacts;get'= {
            cand -o 'Where to write it; a directory takes it under its own name'
            cand --output 'Where to write it; a directory takes it under its own name'
            cand --version 'The version; else the latest'
            cand -u 'The user whose file it is; else the local one'
            cand --user 'The user whose file it is; else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file that is there'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;artifacts;delete'= {
            cand -u 'The user whose file it is; else the local one'
            cand --user 'The user whose file it is; else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;artifacts;help'= {
            cand list 'Print the files, the latest first'
            cand get 'Write a file to stdout, or to a new file of its own'
            cand delete 'Delete a file with all its versions'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;artifacts;help;list'= {
        }
        &'muxi;artifacts;help;get'= {
        }
        &'muxi;artifacts;help;delete'= {
        }
        &'muxi;artifacts;help;help'= {
        }
        &'muxi;audit'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand query 'Print the last records, the oldest first'
            cand verify 'Verify that every record is there as it was written, and name the first one that is not'
            cand export 'Write the records for another program: JSON, CSV or CEF'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;audit;query'= {
            cand --class 'Only of these classes, separated by commas'
            cand --action 'Only this action, or a pattern such as secret.*'
            cand --actor 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number'
            cand --since 'Not before this time'
            cand --until 'Not after this time'
            cand --limit 'The last so many'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --servers 'Not the formation''s: what was done to servers outside of any formation'
            cand -f 'Go on with what is recorded from now on, until Ctrl-C'
            cand --follow 'Go on with what is recorded from now on, until Ctrl-C'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;audit;verify'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --accept-new 'Record that you know why there were other records before, or some that no root key signed, so that they are no fault any more'
            cand --servers 'Not the formation''s: what was done to servers outside of any formation'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;audit;export'= {
            cand --class 'Only of these classes, separated by commas'
            cand --action 'Only this action, or a pattern such as secret.*'
            cand --actor 'Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number'
            cand --since 'Not before this time'
            cand --until 'Not after this time'
            cand --format 'What to write'
            cand -o 'Write to this new file (mode 0600) instead of stdout'
            cand --output 'Write to this new file (mode 0600) instead of stdout'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --servers 'Not the formation''s: what was done to servers outside of any formation'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;audit;help'= {
            cand query 'Print the last records, the oldest first'
            cand verify 'Verify that every record is there as it was written, and name the first one that is not'
            cand export 'Write the records for another program: JSON, CSV or CEF'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;audit;help;query'= {
        }
        &'muxi;audit;help;verify'= {
        }
        &'muxi;audit;help;export'= {
        }
        &'muxi;audit;help;help'= {
        }
        &'muxi;logs'= {
            cand --since 'Not before: a time such as 2026-11-22T10:00:00Z, a day (2026-11-22), or a while ago: 90s, 15m, 2h, 7d'
            cand --level 'At least as important: debug, info, warning, error'
            cand --user 'Of this user (tenant:user where there are tenants)'
            cand --session 'Of this session'
            cand --request 'Of this request'
            cand --agent 'Of this agent'
            cand --event 'Of this name, such as response.completed, or of all that begin so: ''tool.*'''
            cand -n 'How many of the last lines'
            cand --lines 'How many of the last lines'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Go on with what comes, until Ctrl-C'
            cand --follow 'Go on with what comes, until Ctrl-C'
            cand --server 'Ask the running server instead of reading the file'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the users and their identifiers'
            cand show 'Print one user'
            cand link 'Give identifiers to a user; one that is another user''s is refused'
            cand unlink 'Take an identifier from its user; what is kept stays with the user'
            cand merge 'Make two users one: all that is kept of the first becomes the second''s'
            cand export 'Write all that is kept of a user to a new file'
            cand erase 'Take away all that is kept of a user, in the database, its logs and files'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;users;list'= {
            cand --tenant 'Only those of this tenant; else all'
            cand --limit 'How many at most'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;show'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;link'= {
            cand --type 'What they are, such as email or slack'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;unlink'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;merge'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --yes 'Do not ask'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;export'= {
            cand -o 'The file, made for its owner alone'
            cand --output 'The file, made for its owner alone'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file that is there'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;erase'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --yes 'Do not ask'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;users;help'= {
            cand list 'Print the users and their identifiers'
            cand show 'Print one user'
            cand link 'Give identifiers to a user; one that is another user''s is refused'
            cand unlink 'Take an identifier from its user; what is kept stays with the user'
            cand merge 'Make two users one: all that is kept of the first becomes the second''s'
            cand export 'Write all that is kept of a user to a new file'
            cand erase 'Take away all that is kept of a user, in the database, its logs and files'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;users;help;list'= {
        }
        &'muxi;users;help;show'= {
        }
        &'muxi;users;help;link'= {
        }
        &'muxi;users;help;unlink'= {
        }
        &'muxi;users;help;merge'= {
        }
        &'muxi;users;help;export'= {
        }
        &'muxi;users;help;erase'= {
        }
        &'muxi;users;help;help'= {
        }
        &'muxi;memory'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print what is remembered of a user, the latest first'
            cand search 'Print what fits a question, the best first'
            cand add 'Remember something of a user'
            cand delete 'Forget one thing'
            cand export 'Write all that is remembered of a user as lines of JSON'
            cand erase 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
            cand stats 'Print how much is remembered: of one user, or of all together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;memory;list'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand --limit 'How many at most'
            cand --source 'Only what came from there, such as extraction or api'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --superseded 'Those too that do not hold any more'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;search'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand --limit 'How many at most'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;add'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand --type 'What sort of thing it is'
            cand --supersedes 'The memory (its id) that it takes the place of'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;delete'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;export'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else the local one'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -o 'The file, made for its owner alone; else stdout'
            cand --output 'The file, made for its owner alone; else stdout'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --force 'Replace a file that is there'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;erase'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --source 'Only what came from there, such as extraction or api'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --yes 'Do not ask'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;stats'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else all together'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;memory;help'= {
            cand list 'Print what is remembered of a user, the latest first'
            cand search 'Print what fits a question, the best first'
            cand add 'Remember something of a user'
            cand delete 'Forget one thing'
            cand export 'Write all that is remembered of a user as lines of JSON'
            cand erase 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
            cand stats 'Print how much is remembered: of one user, or of all together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;memory;help;list'= {
        }
        &'muxi;memory;help;search'= {
        }
        &'muxi;memory;help;add'= {
        }
        &'muxi;memory;help;delete'= {
        }
        &'muxi;memory;help;export'= {
        }
        &'muxi;memory;help;erase'= {
        }
        &'muxi;memory;help;stats'= {
        }
        &'muxi;memory;help;help'= {
        }
        &'muxi;credentials'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print what a user has, without the values'
            cand ls 'Print what a user has, without the values'
            cand set 'Keep a credential of a user; the value is asked for, or comes from stdin'
            cand add 'Keep a credential of a user; the value is asked for, or comes from stdin'
            cand get 'Print the value of a credential'
            cand delete 'Delete a credential of a user'
            cand rm 'Delete a credential of a user'
            cand status 'Look whether all that a user has can be trusted and used'
            cand login 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
            cand import 'Take over the credentials of users from the database of a deployed runtime'
            cand services 'Print the services that the formation needs credentials for'
            cand select 'Choose the account of a service that is used where nobody says which'
            cand rename 'Give an account another name'
            cand reset 'Take away all that a user has, also what cannot be trusted or opened any more'
            cand rekey 'Make a new master key and seal everything under it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;credentials;list'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --service 'Only those for this service'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;ls'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --service 'Only those for this service'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;set'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --field 'A field to ask for, in the place of a single token; as often as there are fields'
            cand --expires 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --fields 'Stdin is a JSON object of all fields'
            cand --no-replace 'Refuse where there is one for that account already'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;add'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --field 'A field to ask for, in the place of a single token; as often as there are fields'
            cand --expires 'When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --fields 'Stdin is a JSON object of all fields'
            cand --no-replace 'Refuse where there is one for that account already'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;get'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --field 'This field; else the token, the password, or the first field'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --reveal 'Show it on a terminal'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;delete'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;rm'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;status'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --service 'Only those for this service'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;login'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --account 'The account; else who the service says that it is, else the name of the service'
            cand --port 'The port of this machine that the browser comes back to, where the formation names none; 0 takes a free one'
            cand --timeout 'How long to wait for the user'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --device 'Print a code to type in on another device'
            cand --no-browser 'Only print the address, and do not open a browser'
            cand --address-from-stdin 'Read the address that the browser came back to from stdin'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;import'= {
            cand --from 'The SQLite database of the deployed runtime'
            cand -u 'Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted'
            cand --user 'Only this user, by an identifier or public id; with =NAME it is that user here. As often as wanted'
            cand --without 'Leave this row out'
            cand --formation-id 'The id that the formation had'
            cand --salt 'The `encryption.salt` that it had'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say what would be done'
            cand --key-from-stdin 'The `encryption.key` that it had comes from stdin'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;services'= {
            cand -u 'Say what this user has of each'
            cand --user 'Say what this user has of each'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;select'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --none 'Choose none: which one is meant is asked again'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;rename'= {
            cand --service 'The service; counts where NAME says another'
            cand --account 'The account, where the user has several for the service'
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --to 'The new name'
            cand -p 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --profile 'Ask the formation on the server of this profile, instead of the one that runs here'
            cand --formation 'Its id there; else that of the formation here'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --draft 'The one that is tried out there (muxi up), instead of the one that is live'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;reset'= {
            cand -u 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --yes 'Do not ask'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;rekey'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;credentials;help'= {
            cand list 'Print what a user has, without the values'
            cand set 'Keep a credential of a user; the value is asked for, or comes from stdin'
            cand get 'Print the value of a credential'
            cand delete 'Delete a credential of a user'
            cand status 'Look whether all that a user has can be trusted and used'
            cand login 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
            cand import 'Take over the credentials of users from the database of a deployed runtime'
            cand services 'Print the services that the formation needs credentials for'
            cand select 'Choose the account of a service that is used where nobody says which'
            cand rename 'Give an account another name'
            cand reset 'Take away all that a user has, also what cannot be trusted or opened any more'
            cand rekey 'Make a new master key and seal everything under it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;credentials;help;list'= {
        }
        &'muxi;credentials;help;set'= {
        }
        &'muxi;credentials;help;get'= {
        }
        &'muxi;credentials;help;delete'= {
        }
        &'muxi;credentials;help;status'= {
        }
        &'muxi;credentials;help;login'= {
        }
        &'muxi;credentials;help;import'= {
        }
        &'muxi;credentials;help;services'= {
        }
        &'muxi;credentials;help;select'= {
        }
        &'muxi;credentials;help;rename'= {
        }
        &'muxi;credentials;help;reset'= {
        }
        &'muxi;credentials;help;rekey'= {
        }
        &'muxi;credentials;help;help'= {
        }
        &'muxi;store'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand info 'Print how large it is and what is in it'
            cand check 'Look whether it is whole: pages, rows, users, and the contents of files'
            cand vacuum 'Make the database as small as it can be'
            cand export 'Write all of it to a new file, for another machine or another time'
            cand import 'Fill an empty store from such a file: all of it or nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;store;info'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;store;check'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;store;vacuum'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;store;export'= {
            cand -o 'The file, made for its owner alone'
            cand --output 'The file, made for its owner alone'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Replace a file that is there'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;store;import'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;store;help'= {
            cand info 'Print how large it is and what is in it'
            cand check 'Look whether it is whole: pages, rows, users, and the contents of files'
            cand vacuum 'Make the database as small as it can be'
            cand export 'Write all of it to a new file, for another machine or another time'
            cand import 'Fill an empty store from such a file: all of it or nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;store;help;info'= {
        }
        &'muxi;store;help;check'= {
        }
        &'muxi;store;help;vacuum'= {
        }
        &'muxi;store;help;export'= {
        }
        &'muxi;store;help;import'= {
        }
        &'muxi;store;help;help'= {
        }
        &'muxi;mcp'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the servers of tools: state, transport, number of tools, and why one is down'
            cand show 'Print one server: how it runs, the walls around it, its tools'
            cand tools 'Print the tools of one server or of all, each with what the policy says of it'
            cand call 'Call a tool, and print what it answers'
            cand login 'Log in at a server that is signed in at by OAuth'
            cand logout 'Give the login at a server back, and delete its tokens'
            cand resources 'Print the resources of a server, or what one of them holds'
            cand prompts 'Print the prompts of a server'
            cand serve 'Offer the formation to an editor or another client over stdin and stdout'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;mcp;list'= {
            cand -u 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;show'= {
            cand -u 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;tools'= {
            cand -u 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;call'= {
            cand --args 'All arguments as a JSON object; @FILE reads them from a file, - from stdin'
            cand --arg 'One argument, of the first type in the tool''s schema that VALUE fits, be it text or JSON; may be repeated, and goes before --args'
            cand -u 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --user 'For whom servers are looked at or called that need a user''s own credential: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)'
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Say yes where the policy asks'
            cand --yes 'Say yes where the policy asks'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;login'= {
            cand --port 'The port of 127.0.0.1 that the browser comes back to; 0 takes a free one'
            cand --timeout 'How long to wait for the browser'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --no-browser 'Only print the address, and do not open a browser'
            cand --address-from-stdin 'Read the address that the browser came back to from stdin'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;logout'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;resources'= {
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;prompts'= {
            cand --timeout 'How long a server may take to answer (else 30), or a call (else as the formation says)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Start the servers here, behind their walls, though the formation runs; where it does not, that is done anyway'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;serve'= {
            cand -u 'The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools are reached with what that user has'
            cand --user 'The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools are reached with what that user has'
            cand --record 'Keep all that is asked of models, and their answers, in this directory, without secrets; after what is there'
            cand --replay 'Answer from what --record kept in this directory: no model is asked, and no key is needed'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'Run it in this process, though a server of it runs'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;mcp;help'= {
            cand list 'Print the servers of tools: state, transport, number of tools, and why one is down'
            cand show 'Print one server: how it runs, the walls around it, its tools'
            cand tools 'Print the tools of one server or of all, each with what the policy says of it'
            cand call 'Call a tool, and print what it answers'
            cand login 'Log in at a server that is signed in at by OAuth'
            cand logout 'Give the login at a server back, and delete its tokens'
            cand resources 'Print the resources of a server, or what one of them holds'
            cand prompts 'Print the prompts of a server'
            cand serve 'Offer the formation to an editor or another client over stdin and stdout'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;mcp;help;list'= {
        }
        &'muxi;mcp;help;show'= {
        }
        &'muxi;mcp;help;tools'= {
        }
        &'muxi;mcp;help;call'= {
        }
        &'muxi;mcp;help;login'= {
        }
        &'muxi;mcp;help;logout'= {
        }
        &'muxi;mcp;help;resources'= {
        }
        &'muxi;mcp;help;prompts'= {
        }
        &'muxi;mcp;help;serve'= {
        }
        &'muxi;mcp;help;help'= {
        }
        &'muxi;keys'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand show 'Print both keys, and where they come from; they are made if there are none yet'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;keys;show'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;keys;help'= {
            cand show 'Print both keys, and where they come from; they are made if there are none yet'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;keys;help;show'= {
        }
        &'muxi;keys;help;help'= {
        }
        &'muxi;server'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand init 'Make the configuration, with a key; its secret is printed once'
            cand start 'Run the server, in the foreground'
            cand stop 'End a server that runs on this machine, and wait until it has ended'
            cand status 'Say whether it runs, where, and what it would be started with'
            cand keys 'The keys that calls are signed with: add, list, remove'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;server;init'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand --port 'The port that the server is to listen on'
            cand --profile 'Add the server to the profiles of this user, under this name (such as localhost)'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --legacy 'Let the key sign in the legacy dialect too, as published SDKs do; it signs neither query nor body'
            cand --force 'Replace a configuration that is there; its keys count no more'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;start'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand --port 'The port; 0 takes a free one'
            cand --listen 'The address, HOST[:PORT]'
            cand --behind-proxy 'The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may connect. Needed to listen beyond loopback without TLS'
            cand --tls-cert 'The certificate chain for TLS, in PEM form; read again when it changes, and on HUP'
            cand --tls-key 'The private key of the certificate, in PEM form, readable by its owner only'
            cand --client-ca 'The certificates, in PEM form, of those that sign clients'' certificates: connections without one are refused'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;stop'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand --timeout 'How long to wait for its end, in seconds'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;status'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;keys'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand add 'Make a key; its secret is printed once. A server that runs takes it at once'
            cand list 'List the keys, without their secrets'
            cand ls 'List the keys, without their secrets'
            cand remove 'Take a key away. A server that runs refuses it at once'
            cand rm 'Take a key away. A server that runs refuses it at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;server;keys;add'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand --scope 'What it may do: read, write, admin, read:ID or write:ID (separated by commas); write unless said otherwise'
            cand --expires 'Until when: a time (2027-01-31T00:00:00Z) or how long (90d, 12h)'
            cand --dialect 'How it may sign (separated by commas): v2 and documented unless said otherwise'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --legacy 'Let it sign in the legacy dialect too, as published SDKs do; it signs neither query nor body'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;server;keys;list'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;keys;ls'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;keys;remove'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Also where it is the last one: nobody can call the server then'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;keys;rm'= {
            cand --config 'Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --force 'Also where it is the last one: nobody can call the server then'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;server;keys;help'= {
            cand add 'Make a key; its secret is printed once. A server that runs takes it at once'
            cand list 'List the keys, without their secrets'
            cand remove 'Take a key away. A server that runs refuses it at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;server;keys;help;add'= {
        }
        &'muxi;server;keys;help;list'= {
        }
        &'muxi;server;keys;help;remove'= {
        }
        &'muxi;server;keys;help;help'= {
        }
        &'muxi;server;help'= {
            cand init 'Make the configuration, with a key; its secret is printed once'
            cand start 'Run the server, in the foreground'
            cand stop 'End a server that runs on this machine, and wait until it has ended'
            cand status 'Say whether it runs, where, and what it would be started with'
            cand keys 'The keys that calls are signed with: add, list, remove'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;server;help;init'= {
        }
        &'muxi;server;help;start'= {
        }
        &'muxi;server;help;stop'= {
        }
        &'muxi;server;help;status'= {
        }
        &'muxi;server;help;keys'= {
            cand add 'Make a key; its secret is printed once. A server that runs takes it at once'
            cand list 'List the keys, without their secrets'
            cand remove 'Take a key away. A server that runs refuses it at once'
        }
        &'muxi;server;help;keys;add'= {
        }
        &'muxi;server;help;keys;list'= {
        }
        &'muxi;server;help;keys;remove'= {
        }
        &'muxi;server;help;help'= {
        }
        &'muxi;profiles'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand add 'Add a server and its key, or change one'
            cand list 'Print the servers; never their secrets'
            cand ls 'Print the servers; never their secrets'
            cand remove 'Forget a server and its key'
            cand rm 'Forget a server and its key'
            cand status 'Say which server commands are about, and ask it whether it takes the key'
            cand ping 'Ask a server whether it is there, without the key'
            cand use 'Make a server the default one, or that of the formation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;profile'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand add 'Add a server and its key, or change one'
            cand list 'Print the servers; never their secrets'
            cand ls 'Print the servers; never their secrets'
            cand remove 'Forget a server and its key'
            cand rm 'Forget a server and its key'
            cand status 'Say which server commands are about, and ask it whether it takes the key'
            cand ping 'Ask a server whether it is there, without the key'
            cand use 'Make a server the default one, or that of the formation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;profiles;add'= {
            cand --url 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`'
            cand --key-id 'The id of the key'
            cand --dialect 'How calls are signed: v2 unless said otherwise'
            cand --keep 'How the secret is kept: plain unless said otherwise'
            cand --new-passphrase-file 'The file with the passphrase of --keep encrypted'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --secret-stdin 'The secret of the key comes from stdin'
            cand --default 'Make it the default one; the first one is'
            cand --replace 'Change the one of that name'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profile;add'= {
            cand --url 'The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`'
            cand --key-id 'The id of the key'
            cand --dialect 'How calls are signed: v2 unless said otherwise'
            cand --keep 'How the secret is kept: plain unless said otherwise'
            cand --new-passphrase-file 'The file with the passphrase of --keep encrypted'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --secret-stdin 'The secret of the key comes from stdin'
            cand --default 'Make it the default one; the first one is'
            cand --replace 'Change the one of that name'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profiles;list'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profiles;ls'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profile;list'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profile;ls'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profiles;remove'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profiles;rm'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profile;remove'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profile;rm'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profiles;status'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --offline 'Do not ask the server'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profile;status'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --offline 'Do not ask the server'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profiles;ping'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profile;ping'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;profiles;use'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'For the formation here only'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profile;use'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --local 'For the formation here only'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;profiles;help'= {
            cand add 'Add a server and its key, or change one'
            cand list 'Print the servers; never their secrets'
            cand remove 'Forget a server and its key'
            cand status 'Say which server commands are about, and ask it whether it takes the key'
            cand ping 'Ask a server whether it is there, without the key'
            cand use 'Make a server the default one, or that of the formation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;profiles;help;add'= {
        }
        &'muxi;profiles;help;list'= {
        }
        &'muxi;profiles;help;remove'= {
        }
        &'muxi;profiles;help;status'= {
        }
        &'muxi;profiles;help;ping'= {
        }
        &'muxi;profiles;help;use'= {
        }
        &'muxi;profiles;help;help'= {
        }
        &'muxi;profile;help'= {
            cand add 'Add a server and its key, or change one'
            cand list 'Print the servers; never their secrets'
            cand remove 'Forget a server and its key'
            cand status 'Say which server commands are about, and ask it whether it takes the key'
            cand ping 'Ask a server whether it is there, without the key'
            cand use 'Make a server the default one, or that of the formation'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;profile;help;add'= {
        }
        &'muxi;profile;help;list'= {
        }
        &'muxi;profile;help;remove'= {
        }
        &'muxi;profile;help;status'= {
        }
        &'muxi;profile;help;ping'= {
        }
        &'muxi;profile;help;use'= {
        }
        &'muxi;profile;help;help'= {
        }
        &'muxi;deploy'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say what would be sent and where; no server is asked'
            cand --diff 'Only print what is another one than on the server, as a diff without the values of secrets'
            cand --wait 'Wait until the new version says that it is well'
            cand --no-stream 'Have the server answer once, at the end, instead of step by step'
            cand --include-db 'Send memory.db too, which the formation of a deployed runtime remembers in'
            cand -y 'Send the key of the secrets, where the server wants it, without a question'
            cand --yes 'Send the key of the secrets, where the server wants it, without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;download'= {
            cand --to 'The directory; made if it is not there'
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --dry-run 'Only say what would be written'
            cand --include-db 'Fetch memory.db too, which the formation of a deployed runtime remembers in'
            cand -f 'Replace files that are other ones here, without a question'
            cand --force 'Replace files that are other ones here, without a question'
            cand --yes 'Replace files that are other ones here, without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;up'= {
            cand --port 'The port of the server, instead of the profile''s'
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;down'= {
            cand --port 'The port of the server, instead of the profile''s'
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'Print the formations of the server'
            cand ls 'Print the formations of the server'
            cand get 'Print one formation of the server'
            cand start 'Start a formation of the server that was stopped'
            cand stop 'Stop a formation of the server; it stays there'
            cand restart 'Restart a formation of the server'
            cand rollback 'Go back to the version that was there before'
            cand delete 'Delete a formation of the server, with what it keeps there'
            cand logs 'Print what a formation of the server writes to stdout and stderr'
            cand status 'Print how the server itself is'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;remote;list'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;ls'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;get'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;start'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;stop'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;restart'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;rollback'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;delete'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without asking for the id'
            cand --yes 'Do it without asking for the id'
            cand --force 'Do it without asking for the id'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;logs'= {
            cand -n 'How many of the last lines'
            cand --lines 'How many of the last lines'
            cand --stream 'Which output: both unless said otherwise'
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -f 'Go on with what comes, until Ctrl-C'
            cand --follow 'Go on with what comes, until Ctrl-C'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;status'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;remote;help'= {
            cand list 'Print the formations of the server'
            cand get 'Print one formation of the server'
            cand start 'Start a formation of the server that was stopped'
            cand stop 'Stop a formation of the server; it stays there'
            cand restart 'Restart a formation of the server'
            cand rollback 'Go back to the version that was there before'
            cand delete 'Delete a formation of the server, with what it keeps there'
            cand logs 'Print what a formation of the server writes to stdout and stderr'
            cand status 'Print how the server itself is'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;remote;help;list'= {
        }
        &'muxi;remote;help;get'= {
        }
        &'muxi;remote;help;start'= {
        }
        &'muxi;remote;help;stop'= {
        }
        &'muxi;remote;help;restart'= {
        }
        &'muxi;remote;help;rollback'= {
        }
        &'muxi;remote;help;delete'= {
        }
        &'muxi;remote;help;logs'= {
        }
        &'muxi;remote;help;status'= {
        }
        &'muxi;remote;help;help'= {
        }
        &'muxi;get'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;start'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;stop'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;restart'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;rollback'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without a question'
            cand --yes 'Do it without a question'
            cand --force 'Do it without a question'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;delete'= {
            cand -p 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --profile 'The profile of the server; else that of MUXI_PROFILE, of the formation''s .muxi, or the default one'
            cand --dialect 'How calls are signed this time, instead of as the profile says'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand -y 'Do it without asking for the id'
            cand --yes 'Do it without asking for the id'
            cand --force 'Do it without asking for the id'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;sign'= {
            cand --body 'The file with the body; `-` is stdin'
            cand --dialect 'How it is signed: v2 unless said otherwise'
            cand --host 'The host that it is sent to, with its port unless that is the scheme''s own; v2 signs it'
            cand --formation 'The formation that it is about: X-Formation-ID'
            cand --version 'The version of the formation that is sent: X-Formation-Version'
            cand -p 'The profile whose key, host and dialect count, unless they are given'
            cand --profile 'The profile whose key, host and dialect count, unless they are given'
            cand --key-id 'The id of the key [env: MUXI_KEY_ID]'
            cand --timestamp 'Seconds since 1970, instead of now'
            cand --nonce '32 hexadecimal digits, instead of random ones; v2 has them'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --secret-stdin 'The secret of the key comes from stdin'
            cand --header-lines 'Print the headers only, one a line, as `curl -H @-` takes them'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'muxi;demo'= {
            cand --model 'A model of your own instead of muxi/echo, for example openai/gpt-4o-mini'
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;completions'= {
            cand -C 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --dir 'The formation''s directory (or its file); else the current directory and up to four above'
            cand --data-dir 'Where state is kept: sessions, API keys [env: MUXI_STATE_DIR]'
            cand --key-file 'The file with the key of the secrets [env: MUXI_SECRETS_KEY_FILE]'
            cand --passphrase-file 'The file with the passphrase of that key, if it has one [env: MUXI_SECRETS_PASSPHRASE_FILE]'
            cand --env 'The named environment: `--env prod` means secrets.prod.enc and .key.prod'
            cand --color 'Colours: on a terminal that wants them, always, or never'
            cand --json 'Print JSON, errors too'
            cand -q 'Print no notes, only data, warnings and errors'
            cand --quiet 'Print no notes, only data, warnings and errors'
            cand --strict 'Refuse where there would only be a warning about a secret'
            cand --no-input 'Never ask: fail, and name the flag that answers'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'muxi;help'= {
            cand secrets 'Keep the formation''s secrets: add, list, get, delete, set up, check'
            cand new 'Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one'
            cand validate 'Check formations and say what is wrong, where, and what to write instead'
            cand fmt 'Write the formation''s files in one style; nothing that they say changes, and no comment is lost'
            cand config 'Read and change settings of the formation; comments, order and quotes of its files stay'
            cand bump 'Raise the formation''s version and print the new one'
            cand explain 'Explain a kind of finding: what it means, an example, and the example mended'
            cand schema 'Print the JSON Schema of a formation''s files, for editors, or the reference of their fields'
            cand graph 'Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets'
            cand serve 'Run the formation and serve the Formation API'
            cand test 'Run the tests of the formation: what is said to it, and what has to be so then'
            cand chat 'Talk to the running formation'
            cand agents 'The agents of the running formation: how they are, what they do, stopping and starting them'
            cand approvals 'Show and answer calls of tools that wait for a yes'
            cand sessions 'Show the sessions of a user of the running formation, and what was said in one'
            cand artifacts 'Show, fetch and delete the files that the agents of the running formation made'
            cand audit 'What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it'
            cand logs 'Print the log of the formation: requests, answers, tools, servers, failures; never what was said'
            cand users 'Show the formation''s users, link and unlink their identifiers, export and erase what is kept of them'
            cand memory 'Show, search, add, delete, export and erase what the formation remembers of a user'
            cand credentials 'Keep users'' own credentials for services: set, list, get, choose, rename, delete'
            cand store 'Look at the formation''s store, check it, make it smaller, take it elsewhere'
            cand mcp 'The formation''s servers of tools, and the formation as a server'
            cand keys 'Show the API keys of the formation'
            cand server 'A server that formations are deployed to: setting it up, running it, its keys'
            cand profiles 'Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are'
            cand deploy 'Send the formation here to its server: a new one, or a new version of one'
            cand download 'Fetch what is live on a server into a directory; no file here is replaced without a yes'
            cand up 'Try the formation here out on a server of this machine'
            cand down 'End what `muxi up` began'
            cand remote 'Look at and change the formations of a MUXI server'
            cand get 'Print the formation here as its server has it: `muxi remote get`'
            cand start 'Start the formation here on its server: `muxi remote start`'
            cand stop 'Stop the formation here on its server: `muxi remote stop`'
            cand restart 'Restart the formation here on its server: `muxi remote restart`'
            cand rollback 'Go back to the version before, of the formation here on its server: `muxi remote rollback`'
            cand delete 'Delete the formation here from its server: `muxi remote delete`'
            cand sign 'Sign a request to a MUXI server: print its headers and what was signed'
            cand demo 'Try it all in a temporary directory: secret, check, server, chat'
            cand completions 'Print the completions for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'muxi;help;secrets'= {
            cand add 'Add a secret, or give it a new value; the value is asked for, or comes from stdin'
            cand list 'List the secrets by name, values masked'
            cand get 'Print the value of a secret'
            cand delete 'Delete a secret'
            cand rename 'Rename a secret, and every reference to it in the formation'
            cand setup 'Ask for each secret that the formation refers to and that is not set'
            cand check 'Check that the secrets that are set and those that the formation refers to are the same ones'
            cand seal 'Seal the secrets as they are now, after somebody changed the file without the key'
            cand key 'Look after the key: show, export, import, protect, rotate'
            cand convert 'Change the format of the secrets file, value by value verified'
            cand doctor 'Look whether all is well: key, modes, git, seal, ages; and say what to do'
            cand resolve 'Say which value holds, of the secrets that have two since a merge'
            cand diff 'Show which secrets differ from an earlier version in git'
            cand rotate 'Give a secret a new value, or list what somebody who left could have read'
            cand git-setup 'Make muxi the merge and diff driver for secrets files in this git repository'
            cand merge-driver 'Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)'
            cand textconv 'Print a secrets file as text for `git diff`; git runs this (see `muxi secrets git-setup`)'
            cand import 'Add the secrets of a .env, JSON or YAML file, all of them or none'
            cand export 'Print the secrets, or write them to a file, in the clear'
            cand run 'Run a program with the secrets in its environment, and nowhere in its output'
        }
        &'muxi;help;secrets;add'= {
        }
        &'muxi;help;secrets;list'= {
        }
        &'muxi;help;secrets;get'= {
        }
        &'muxi;help;secrets;delete'= {
        }
        &'muxi;help;secrets;rename'= {
        }
        &'muxi;help;secrets;setup'= {
        }
        &'muxi;help;secrets;check'= {
        }
        &'muxi;help;secrets;seal'= {
        }
        &'muxi;help;secrets;key'= {
            cand show 'Show which keys are where, and which the secrets use; never a key'
            cand export 'Print the key for a colleague, protected by a passphrase, or for the store of a CI'
            cand import 'Take a key that a colleague exported into the key file'
            cand passphrase 'Protect the key file by a passphrase, change it, or take it off'
            cand rotate 'Make a new key and encrypt all secrets with it'
            cand keychain 'Put the key into the keychain of the system, or take it out'
        }
        &'muxi;help;secrets;key;show'= {
        }
        &'muxi;help;secrets;key;export'= {
        }
        &'muxi;help;secrets;key;import'= {
        }
        &'muxi;help;secrets;key;passphrase'= {
        }
        &'muxi;help;secrets;key;rotate'= {
        }
        &'muxi;help;secrets;key;keychain'= {
        }
        &'muxi;help;secrets;convert'= {
        }
        &'muxi;help;secrets;doctor'= {
        }
        &'muxi;help;secrets;resolve'= {
        }
        &'muxi;help;secrets;diff'= {
        }
        &'muxi;help;secrets;rotate'= {
        }
        &'muxi;help;secrets;git-setup'= {
        }
        &'muxi;help;secrets;merge-driver'= {
        }
        &'muxi;help;secrets;textconv'= {
        }
        &'muxi;help;secrets;import'= {
        }
        &'muxi;help;secrets;export'= {
        }
        &'muxi;help;secrets;run'= {
        }
        &'muxi;help;new'= {
            cand formation 'Make a formation in a directory of its own'
            cand agent 'Add an agent'
            cand mcp 'Add an MCP server, whose tools agents may use'
            cand sop 'Add an SOP: how a piece of work is done, step by step'
            cand trigger 'Add a trigger: a question that another program''s report becomes'
            cand a2a 'Add an A2A service: another agent elsewhere that can be asked'
            cand skill 'Add a skill: how to do something, for agents to look up'
        }
        &'muxi;help;new;formation'= {
        }
        &'muxi;help;new;agent'= {
        }
        &'muxi;help;new;mcp'= {
        }
        &'muxi;help;new;sop'= {
        }
        &'muxi;help;new;trigger'= {
        }
        &'muxi;help;new;a2a'= {
        }
        &'muxi;help;new;skill'= {
        }
        &'muxi;help;validate'= {
        }
        &'muxi;help;fmt'= {
        }
        &'muxi;help;config'= {
            cand get 'Print a setting, or all of them'
            cand set 'Set one; refused where the formation would not be valid any more'
            cand unset 'Take one away'
        }
        &'muxi;help;config;get'= {
        }
        &'muxi;help;config;set'= {
        }
        &'muxi;help;config;unset'= {
        }
        &'muxi;help;bump'= {
        }
        &'muxi;help;explain'= {
        }
        &'muxi;help;schema'= {
        }
        &'muxi;help;graph'= {
        }
        &'muxi;help;serve'= {
        }
        &'muxi;help;test'= {
        }
        &'muxi;help;chat'= {
        }
        &'muxi;help;agents'= {
            cand list 'Print the agents with their state'
            cand status 'Print one agent: state, turns, model, servers of tools, processes'
            cand logs 'Print the last lines of what an agent did: requests, tools, errors, what its program complains'
            cand attach 'Attach to the terminal of an agent that is a program with `tmux: true`'
            cand stop 'Stop an agent: it takes no new turn, and what is its own ends'
            cand restart 'Stop an agent, and let it answer again'
            cand resume 'Let a stopped agent answer again'
        }
        &'muxi;help;agents;list'= {
        }
        &'muxi;help;agents;status'= {
        }
        &'muxi;help;agents;logs'= {
        }
        &'muxi;help;agents;attach'= {
        }
        &'muxi;help;agents;stop'= {
        }
        &'muxi;help;agents;restart'= {
        }
        &'muxi;help;agents;resume'= {
        }
        &'muxi;help;approvals'= {
            cand list 'Print the calls that wait, the oldest first'
            cand allow 'Let a call be made'
            cand deny 'Do not let a call be made'
        }
        &'muxi;help;approvals;list'= {
        }
        &'muxi;help;approvals;allow'= {
        }
        &'muxi;help;approvals;deny'= {
        }
        &'muxi;help;sessions'= {
            cand list 'Print the user''s last sessions, the latest first'
            cand show 'Print what was said in a session, the oldest first'
        }
        &'muxi;help;sessions;list'= {
        }
        &'muxi;help;sessions;show'= {
        }
        &'muxi;help;artifacts'= {
            cand list 'Print the files, the latest first'
            cand get 'Write a file to stdout, or to a new file of its own'
            cand delete 'Delete a file with all its versions'
        }
        &'muxi;help;artifacts;list'= {
        }
        &'muxi;help;artifacts;get'= {
        }
        &'muxi;help;artifacts;delete'= {
        }
        &'muxi;help;audit'= {
            cand query 'Print the last records, the oldest first'
            cand verify 'Verify that every record is there as it was written, and name the first one that is not'
            cand export 'Write the records for another program: JSON, CSV or CEF'
        }
        &'muxi;help;audit;query'= {
        }
        &'muxi;help;audit;verify'= {
        }
        &'muxi;help;audit;export'= {
        }
        &'muxi;help;logs'= {
        }
        &'muxi;help;users'= {
            cand list 'Print the users and their identifiers'
            cand show 'Print one user'
            cand link 'Give identifiers to a user; one that is another user''s is refused'
            cand unlink 'Take an identifier from its user; what is kept stays with the user'
            cand merge 'Make two users one: all that is kept of the first becomes the second''s'
            cand export 'Write all that is kept of a user to a new file'
            cand erase 'Take away all that is kept of a user, in the database, its logs and files'
        }
        &'muxi;help;users;list'= {
        }
        &'muxi;help;users;show'= {
        }
        &'muxi;help;users;link'= {
        }
        &'muxi;help;users;unlink'= {
        }
        &'muxi;help;users;merge'= {
        }
        &'muxi;help;users;export'= {
        }
        &'muxi;help;users;erase'= {
        }
        &'muxi;help;memory'= {
            cand list 'Print what is remembered of a user, the latest first'
            cand search 'Print what fits a question, the best first'
            cand add 'Remember something of a user'
            cand delete 'Forget one thing'
            cand export 'Write all that is remembered of a user as lines of JSON'
            cand erase 'Forget all that is remembered of a user; conversations stay (see muxi users erase)'
            cand stats 'Print how much is remembered: of one user, or of all together'
        }
        &'muxi;help;memory;list'= {
        }
        &'muxi;help;memory;search'= {
        }
        &'muxi;help;memory;add'= {
        }
        &'muxi;help;memory;delete'= {
        }
        &'muxi;help;memory;export'= {
        }
        &'muxi;help;memory;erase'= {
        }
        &'muxi;help;memory;stats'= {
        }
        &'muxi;help;credentials'= {
            cand list 'Print what a user has, without the values'
            cand set 'Keep a credential of a user; the value is asked for, or comes from stdin'
            cand get 'Print the value of a credential'
            cand delete 'Delete a credential of a user'
            cand status 'Look whether all that a user has can be trusted and used'
            cand login 'Log a user in at a service with OAuth 2.0, in a browser or on another device'
            cand import 'Take over the credentials of users from the database of a deployed runtime'
            cand services 'Print the services that the formation needs credentials for'
            cand select 'Choose the account of a service that is used where nobody says which'
            cand rename 'Give an account another name'
            cand reset 'Take away all that a user has, also what cannot be trusted or opened any more'
            cand rekey 'Make a new master key and seal everything under it'
        }
        &'muxi;help;credentials;list'= {
        }
        &'muxi;help;credentials;set'= {
        }
        &'muxi;help;credentials;get'= {
        }
        &'muxi;help;credentials;delete'= {
        }
        &'muxi;help;credentials;status'= {
        }
        &'muxi;help;credentials;login'= {
        }
        &'muxi;help;credentials;import'= {
        }
        &'muxi;help;credentials;services'= {
        }
        &'muxi;help;credentials;select'= {
        }
        &'muxi;help;credentials;rename'= {
        }
        &'muxi;help;credentials;reset'= {
        }
        &'muxi;help;credentials;rekey'= {
        }
        &'muxi;help;store'= {
            cand info 'Print how large it is and what is in it'
            cand check 'Look whether it is whole: pages, rows, users, and the contents of files'
            cand vacuum 'Make the database as small as it can be'
            cand export 'Write all of it to a new file, for another machine or another time'
            cand import 'Fill an empty store from such a file: all of it or nothing'
        }
        &'muxi;help;store;info'= {
        }
        &'muxi;help;store;check'= {
        }
        &'muxi;help;store;vacuum'= {
        }
        &'muxi;help;store;export'= {
        }
        &'muxi;help;store;import'= {
        }
        &'muxi;help;mcp'= {
            cand list 'Print the servers of tools: state, transport, number of tools, and why one is down'
            cand show 'Print one server: how it runs, the walls around it, its tools'
            cand tools 'Print the tools of one server or of all, each with what the policy says of it'
            cand call 'Call a tool, and print what it answers'
            cand login 'Log in at a server that is signed in at by OAuth'
            cand logout 'Give the login at a server back, and delete its tokens'
            cand resources 'Print the resources of a server, or what one of them holds'
            cand prompts 'Print the prompts of a server'
            cand serve 'Offer the formation to an editor or another client over stdin and stdout'
        }
        &'muxi;help;mcp;list'= {
        }
        &'muxi;help;mcp;show'= {
        }
        &'muxi;help;mcp;tools'= {
        }
        &'muxi;help;mcp;call'= {
        }
        &'muxi;help;mcp;login'= {
        }
        &'muxi;help;mcp;logout'= {
        }
        &'muxi;help;mcp;resources'= {
        }
        &'muxi;help;mcp;prompts'= {
        }
        &'muxi;help;mcp;serve'= {
        }
        &'muxi;help;keys'= {
            cand show 'Print both keys, and where they come from; they are made if there are none yet'
        }
        &'muxi;help;keys;show'= {
        }
        &'muxi;help;server'= {
            cand init 'Make the configuration, with a key; its secret is printed once'
            cand start 'Run the server, in the foreground'
            cand stop 'End a server that runs on this machine, and wait until it has ended'
            cand status 'Say whether it runs, where, and what it would be started with'
            cand keys 'The keys that calls are signed with: add, list, remove'
        }
        &'muxi;help;server;init'= {
        }
        &'muxi;help;server;start'= {
        }
        &'muxi;help;server;stop'= {
        }
        &'muxi;help;server;status'= {
        }
        &'muxi;help;server;keys'= {
            cand add 'Make a key; its secret is printed once. A server that runs takes it at once'
            cand list 'List the keys, without their secrets'
            cand remove 'Take a key away. A server that runs refuses it at once'
        }
        &'muxi;help;server;keys;add'= {
        }
        &'muxi;help;server;keys;list'= {
        }
        &'muxi;help;server;keys;remove'= {
        }
        &'muxi;help;profiles'= {
            cand add 'Add a server and its key, or change one'
            cand list 'Print the servers; never their secrets'
            cand remove 'Forget a server and its key'
            cand status 'Say which server commands are about, and ask it whether it takes the key'
            cand ping 'Ask a server whether it is there, without the key'
            cand use 'Make a server the default one, or that of the formation'
        }
        &'muxi;help;profiles;add'= {
        }
        &'muxi;help;profiles;list'= {
        }
        &'muxi;help;profiles;remove'= {
        }
        &'muxi;help;profiles;status'= {
        }
        &'muxi;help;profiles;ping'= {
        }
        &'muxi;help;profiles;use'= {
        }
        &'muxi;help;deploy'= {
        }
        &'muxi;help;download'= {
        }
        &'muxi;help;up'= {
        }
        &'muxi;help;down'= {
        }
        &'muxi;help;remote'= {
            cand list 'Print the formations of the server'
            cand get 'Print one formation of the server'
            cand start 'Start a formation of the server that was stopped'
            cand stop 'Stop a formation of the server; it stays there'
            cand restart 'Restart a formation of the server'
            cand rollback 'Go back to the version that was there before'
            cand delete 'Delete a formation of the server, with what it keeps there'
            cand logs 'Print what a formation of the server writes to stdout and stderr'
            cand status 'Print how the server itself is'
        }
        &'muxi;help;remote;list'= {
        }
        &'muxi;help;remote;get'= {
        }
        &'muxi;help;remote;start'= {
        }
        &'muxi;help;remote;stop'= {
        }
        &'muxi;help;remote;restart'= {
        }
        &'muxi;help;remote;rollback'= {
        }
        &'muxi;help;remote;delete'= {
        }
        &'muxi;help;remote;logs'= {
        }
        &'muxi;help;remote;status'= {
        }
        &'muxi;help;get'= {
        }
        &'muxi;help;start'= {
        }
        &'muxi;help;stop'= {
        }
        &'muxi;help;restart'= {
        }
        &'muxi;help;rollback'= {
        }
        &'muxi;help;delete'= {
        }
        &'muxi;help;sign'= {
        }
        &'muxi;help;demo'= {
        }
        &'muxi;help;completions'= {
        }
        &'muxi;help;help'= {
        }
    ]
    $completions[$command]
}
