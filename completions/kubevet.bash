# Completion of kubevet for bash. In ~/.bashrc: source <(kubevet completion bash)

_kubevet() {
    local line=${COMP_LINE:0:COMP_POINT} words current value about
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    current=${words[${#words[@]} - 1]}
    COMPREPLY=()
    while IFS=$'\t' read -r value about; do
        case $value in
            :0) return ;; # bash completes files by itself
            :*) compopt +o default 2> /dev/null ;;
            *)
                # bash takes what follows `=` for a word of its own.
                [[ $current == --*=* ]] && value=${value#*=}
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(kubevet __complete "${words[@]:1}" 2> /dev/null)
}

complete -o default -F _kubevet kubevet
