#compdef kubevet
# Completion of kubevet for zsh: save it as _kubevet in a directory of $fpath, or put
# source <(kubevet completion zsh) into ~/.zshrc, after compinit.

_kubevet() {
    local line value files=0
    local -a values
    while IFS= read -r line; do
        case $line in
            :0) files=1 ;;
            :<->) ;;
            *)
                value=${${line%%$'\t'*}//:/\\:}
                [[ $line == *$'\t'* ]] && value+=":${line#*$'\t'}"
                values+=("$value")
                ;;
        esac
    done < <(kubevet __complete "${(@)words[2,CURRENT]}" 2> /dev/null)
    (( $#values )) && _describe kubevet values
    if (( files )); then
        compset -P '--*='
        _files
    fi
}

if [[ $funcstack[1] == _kubevet ]]; then
    _kubevet "$@"
else
    compdef _kubevet kubevet
fi
