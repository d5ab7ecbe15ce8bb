# Completion of kubevet for fish: save it as ~/.config/fish/completions/kubevet.fish

function __kubevet_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    for line in (kubevet __complete $words "$current" 2> /dev/null)
        switch $line
            case ':0'
                __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$current")
            case ':*'
            case '*'
                echo $line
        end
    end
end

complete -c kubevet -f -a '(__kubevet_complete)'
