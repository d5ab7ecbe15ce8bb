#compdef kubevet

autoload -U is-at-least

_kubevet() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_kubevet_commands" \
"*::: :->kubevet" \
&& ret=0
    case $state in
    (kubevet)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:kubevet-command-$line[1]:"
        case $line[1] in
            (lint)
_arguments "${_arguments_options[@]}" : \
'*-f+[Judge what \`kubectl apply -f\` would send\: every document as it stands]:PATH:_files' \
'*--filename=[Judge what \`kubectl apply -f\` would send\: every document as it stands]:PATH:_files' \
'-k+[Judge what \`kubectl apply -k\` would send\: the objects that the kustomization of a folder makes]:DIR:_files' \
'--kustomize=[Judge what \`kubectl apply -k\` would send\: the objects that the kustomization of a folder makes]:DIR:_files' \
'-R+[With -f, enter the folders below]::BOOL:(true false)' \
'--recursive=[With -f, enter the folders below]::BOOL:(true false)' \
'*-o+[How to print, and into which file; several are allowed]:FORMAT[=FILE]:_default' \
'*--output=[How to print, and into which file; several are allowed]:FORMAT[=FILE]:_default' \
'--min-severity=[Show findings of this severity and above]:SEVERITY:_default' \
'--max-diagnostics=[Show so many findings at most]:N:_default' \
'--fail-on=[From which severity on the exit code is 1\: error, warning, info, never]:SEVERITY:_default' \
'*--select=[Run only these rules\: codes, beginnings of codes, names, categories, sets, ALL]:RULES:_default' \
'*--ignore=[Leave these rules out; wins over what is selected]:RULES:_default' \
'*--extend-select=[Run these rules too]:RULES:_default' \
'*--preset=[Run these sets of rules instead of \`core\`]:SETS:_default' \
'*--per-object-ignore=[Leave a rule out for some objects\: Deployment/web-*\:KV4404]:OBJECT:RULE:_default' \
'--pod-security=[What Pod Security enforces in namespaces without its labels\: baseline, restricted\:v1.30]:LEVEL:_default' \
'--stdin-filename=[The path that standard input stands for]:PATH:_files' \
'--files-from=[Read paths from a file, one a line or with NUL between them; - is standard input]:FILE:_files' \
'--context-root=[Where to look for what named files refer to; none switches it off]:DIR:_files' \
'--max-file-size=[Refuse longer files\: a number of bytes, or one with KB, MB]:SIZE:_default' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'--statistics[Count findings by rule instead of showing them]' \
'(--fail-on)-e[Exit with 0 whatever was found]' \
'(--fail-on)--exit-zero[Exit with 0 whatever was found]' \
'--complete[The files are the whole application\: name all that is missing, and run the set closed-world]' \
'--no-inline-ignores[Let no comment and no annotation silence a finding]' \
'--force-exclude[Let \`exclude\` hold for named files too]' \
'--error-on-no-files[Exit with 2 if there is nothing to read]' \
'--show-files[List the files that would be read, and exit]' \
'--show-settings[Print the settings that would hold, and exit]' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
'*::paths -- Files and folders, read as a project; - is standard input:_files' \
&& ret=0
;;
(rule)
_arguments "${_arguments_options[@]}" : \
'-o+[text, json or markdown]:FORMAT:(text json markdown)' \
'--output=[text, json or markdown]:FORMAT:(text json markdown)' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'()--all[Explain all rules]' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
'::rule -- A code, a name, or a name of another linter:_default' \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
'-o+[text, json or markdown]:FORMAT:(text json markdown)' \
'--output=[text, json or markdown]:FORMAT:(text json markdown)' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'()--all[Explain all rules]' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
'::rule -- A code, a name, or a name of another linter:_default' \
&& ret=0
;;
(apply)
_arguments "${_arguments_options[@]}" : \
'*-f+[Files and folders with the objects; - is standard input]:PATH:_files' \
'*--filename=[Files and folders with the objects; - is standard input]:PATH:_files' \
'-k+[The folder of a kustomization\: what it builds, instead of -f]:DIR:_files' \
'--kustomize=[The folder of a kustomization\: what it builds, instead of -f]:DIR:_files' \
'-R+[Enter the folders below those that are named]::BOOL:(true false)' \
'--recursive=[Enter the folders below those that are named]::BOOL:(true false)' \
'--dry-run=[Who answers\: server (as an API server would) or client (as kubectl would by itself)]::WHO:_default' \
'-o+[Print the objects instead of a line for each\: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE]:FORMAT:_default' \
'--output=[Print the objects instead of a line for each\: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE]:FORMAT:_default' \
'--template=[The template or file of -o jsonpath, jsonpath-as-json or jsonpath-file]:TEMPLATE:_default' \
'--allow-missing-template-keys=[Whether templates may ask for fields that are not there]::BOOL:(true false)' \
'-l+[Only objects with these labels\: key=value,key in (a,b),!key]:LABELS:_default' \
'--selector=[Only objects with these labels\: key=value,key in (a,b),!key]:LABELS:_default' \
'-n+[The namespace of objects that name none]:NAMESPACE:_default' \
'--namespace=[The namespace of objects that name none]:NAMESPACE:_default' \
'--validate=[What to do with unknown and repeated fields\: strict, warn or ignore]::HOW:_default' \
'--pod-security=[What Pod Security enforces in namespaces without its labels\: baseline, restricted\:v1.30]:LEVEL:_default' \
'*--live=[Files and folders with the objects that stand in the cluster, as kubectl get -o yaml prints them\: what is among these is changed instead of created. Webhooks and quotas are not asked, nor whether the volumes of a storage class may grow]:DUMP:_files' \
'--server-side=[Say what server-side apply would]::BOOL:(true false)' \
'--force=[]::FORCE:(true false)' \
'--force-conflicts=[]::FORCE_CONFLICTS:(true false)' \
'--show-managed-fields=[]::SHOW_MANAGED_FIELDS:(true false)' \
'--overwrite=[]::OVERWRITE:(true false)' \
'--openapi-patch=[]::OPENAPI_PATCH:(true false)' \
'--save-config=[]::SAVE_CONFIG:(true false)' \
'--wait=[]::WAIT:(true false)' \
'--timeout=[]:TIMEOUT:_default' \
'--grace-period=[]:GRACE_PERIOD:_default' \
'--cascade=[]:CASCADE:_default' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(create)
_arguments "${_arguments_options[@]}" : \
'*-f+[Files and folders with the objects; - is standard input]:PATH:_files' \
'*--filename=[Files and folders with the objects; - is standard input]:PATH:_files' \
'-k+[The folder of a kustomization\: what it builds, instead of -f]:DIR:_files' \
'--kustomize=[The folder of a kustomization\: what it builds, instead of -f]:DIR:_files' \
'-R+[Enter the folders below those that are named]::BOOL:(true false)' \
'--recursive=[Enter the folders below those that are named]::BOOL:(true false)' \
'--dry-run=[Who answers\: server (as an API server would) or client (as kubectl would by itself)]::WHO:_default' \
'-o+[Print the objects instead of a line for each\: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE]:FORMAT:_default' \
'--output=[Print the objects instead of a line for each\: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE]:FORMAT:_default' \
'--template=[The template or file of -o jsonpath, jsonpath-as-json or jsonpath-file]:TEMPLATE:_default' \
'--allow-missing-template-keys=[Whether templates may ask for fields that are not there]::BOOL:(true false)' \
'-l+[Only objects with these labels\: key=value,key in (a,b),!key]:LABELS:_default' \
'--selector=[Only objects with these labels\: key=value,key in (a,b),!key]:LABELS:_default' \
'-n+[The namespace of objects that name none]:NAMESPACE:_default' \
'--namespace=[The namespace of objects that name none]:NAMESPACE:_default' \
'--validate=[What to do with unknown and repeated fields\: strict, warn or ignore]::HOW:_default' \
'--pod-security=[What Pod Security enforces in namespaces without its labels\: baseline, restricted\:v1.30]:LEVEL:_default' \
'*--live=[Files and folders with the objects that stand in the cluster, as kubectl get -o yaml prints them\: what is among these is changed instead of created. Webhooks and quotas are not asked, nor whether the volumes of a storage class may grow]:DUMP:_files' \
'--server-side=[Say what server-side apply would]::BOOL:(true false)' \
'--force=[]::FORCE:(true false)' \
'--force-conflicts=[]::FORCE_CONFLICTS:(true false)' \
'--show-managed-fields=[]::SHOW_MANAGED_FIELDS:(true false)' \
'--overwrite=[]::OVERWRITE:(true false)' \
'--openapi-patch=[]::OPENAPI_PATCH:(true false)' \
'--save-config=[]::SAVE_CONFIG:(true false)' \
'--wait=[]::WAIT:(true false)' \
'--timeout=[]:TIMEOUT:_default' \
'--grace-period=[]:GRACE_PERIOD:_default' \
'--cascade=[]:CASCADE:_default' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(kustomize)
_arguments "${_arguments_options[@]}" : \
'-o+[Write to this file instead of standard output, or a file an object into this folder]:FILE:_files' \
'--output=[Write to this file instead of standard output, or a file an object into this folder]:FILE:_files' \
'--load-restrictor=[LoadRestrictionsRootOnly, or LoadRestrictionsNone to read files from anywhere]:RULE:(LoadRestrictionsRootOnly LoadRestrictionsNone)' \
'--enable-helm=[As kubectl has it\: charts are never rendered here]::ENABLE_HELM:(true false)' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
'::folder -- The folder that holds the kustomization:_files' \
&& ret=0
;;
(config)
_arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_kubevet__subcmd__config_commands" \
"*::: :->config" \
&& ret=0

    case $state in
    (config)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:kubevet-config-command-$line[1]:"
        case $line[1] in
            (show)
_arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(init)
_arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(schema)
_arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(completion)
_arguments "${_arguments_options[@]}" : \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
':shell -- bash, zsh, fish, powershell, or kubectl for the script that kubectl calls:(bash zsh fish powershell kubectl)' \
&& ret=0
;;
(version)
_arguments "${_arguments_options[@]}" : \
'-o+[json or yaml]:FORMAT:(json yaml)' \
'--output=[json or yaml]:FORMAT:(json yaml)' \
'--client=[As kubectl has them\: accepted, and without meaning here]::CLIENT:_default' \
'--config=[Use this configuration file only]:FILE:_files' \
'--kubernetes-version=[Judge as this release of Kubernetes does\: 1.36, or latest]:VERSION:_default' \
'--color=[Whether to colour the output]:WHEN:(auto always never)' \
'*-v+[Say more on standard error]::N:_default' \
'*--verbose=[Say more on standard error]::N:_default' \
'-j+[Use so many threads]:N:_default' \
'--threads=[Use so many threads]:N:_default' \
'--context=[]:CONTEXT:_default' \
'--cluster=[]:CLUSTER:_default' \
'--kubeconfig=[]:KUBECONFIG:_default' \
'--user=[]:USER:_default' \
'-s+[]:SERVER:_default' \
'--server=[]:SERVER:_default' \
'--request-timeout=[]:REQUEST_TIMEOUT:_default' \
'--as=[]:AS_USER:_default' \
'*--as-group=[]:AS_GROUP:_default' \
'--chunk-size=[]:CHUNK_SIZE:_default' \
'--server-print=[]::SERVER_PRINT:_default' \
'--field-manager=[]:FIELD_MANAGER:_default' \
'--validate=[]::VALIDATE:_default' \
'--cache-dir=[]:CACHE_DIR:_default' \
'--short[]' \
'(--config)--isolated[Ignore all configuration files]' \
'-q[Print results only]' \
'--quiet[Print results only]' \
'--no-ignore[Do not respect .gitignore]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
        esac
    ;;
esac
}

(( $+functions[_kubevet_commands] )) ||
_kubevet_commands() {
    local commands; commands=(
'lint:Report what is wrong with manifests' \
'rule:Explain a rule, or list all of them' \
'explain:Explain a rule, or list all of them' \
'apply:Say what an API server would answer to manifests, and what it makes of them' \
'create:The same for objects that are new' \
'kustomize:Print the objects that a kustomization makes' \
'config:Show or write the configuration' \
'completion:Print the completion script of a shell' \
'version:Print the versions of kubevet and of Kubernetes' \
    )
    _describe -t commands 'kubevet commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__apply_commands] )) ||
_kubevet__subcmd__apply_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet apply commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__completion_commands] )) ||
_kubevet__subcmd__completion_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet completion commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__config_commands] )) ||
_kubevet__subcmd__config_commands() {
    local commands; commands=(
'show:Print the configuration in force, each value with where it comes from' \
'init:Write a commented kubevet.toml' \
'schema:Print the JSON Schema of kubevet.toml' \
    )
    _describe -t commands 'kubevet config commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__config__subcmd__init_commands] )) ||
_kubevet__subcmd__config__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet config init commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__config__subcmd__schema_commands] )) ||
_kubevet__subcmd__config__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet config schema commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__config__subcmd__show_commands] )) ||
_kubevet__subcmd__config__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet config show commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__create_commands] )) ||
_kubevet__subcmd__create_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet create commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__kustomize_commands] )) ||
_kubevet__subcmd__kustomize_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet kustomize commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__lint_commands] )) ||
_kubevet__subcmd__lint_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet lint commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__rule_commands] )) ||
_kubevet__subcmd__rule_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet rule commands' commands "$@"
}
(( $+functions[_kubevet__subcmd__version_commands] )) ||
_kubevet__subcmd__version_commands() {
    local commands; commands=()
    _describe -t commands 'kubevet version commands' commands "$@"
}

if [ "$funcstack[1]" = "_kubevet" ]; then
    _kubevet "$@"
else
    compdef _kubevet kubevet
fi
