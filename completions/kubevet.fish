# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubevet_global_optspecs
    string join \n config= isolated kubernetes-version= color= q/quiet v/verbose= no-ignore j/threads= context= cluster= kubeconfig= user= s/server= request-timeout= as= as-group= chunk-size= server-print= field-manager= validate= cache-dir= h/help V/version
end

function __fish_kubevet_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubevet_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubevet_using_subcommand
    set -l cmd (__fish_kubevet_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubevet -n "__fish_kubevet_needs_command" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_needs_command" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_needs_command" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_needs_command" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l context -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l cluster -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l user -r
complete -c kubevet -n "__fish_kubevet_needs_command" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l as -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l as-group -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l server-print -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l validate -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_needs_command" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_needs_command" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_needs_command" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_needs_command" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_needs_command" -s V -l version -d 'Print version'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "lint" -d 'Report what is wrong with manifests'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "rule" -d 'Explain a rule, or list all of them'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "explain" -d 'Explain a rule, or list all of them'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "apply" -d 'Say what an API server would answer to manifests, and what it makes of them'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "create" -d 'The same for objects that are new'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "kustomize" -d 'Print the objects that a kustomization makes'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "config" -d 'Show or write the configuration'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "completion" -d 'Print the completion script of a shell'
complete -c kubevet -n "__fish_kubevet_needs_command" -f -a "version" -d 'Print the versions of kubevet and of Kubernetes'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s f -l filename -d 'Judge what `kubectl apply -f` would send: every document as it stands' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s k -l kustomize -d 'Judge what `kubectl apply -k` would send: the objects that the kustomization of a folder makes' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s R -l recursive -d 'With -f, enter the folders below' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s o -l output -d 'How to print, and into which file; several are allowed' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l min-severity -d 'Show findings of this severity and above' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l max-diagnostics -d 'Show so many findings at most' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l fail-on -d 'From which severity on the exit code is 1: error, warning, info, never' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l select -d 'Run only these rules: codes, beginnings of codes, names, categories, sets, ALL' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l ignore -d 'Leave these rules out; wins over what is selected' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l extend-select -d 'Run these rules too' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l preset -d 'Run these sets of rules instead of `core`' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l per-object-ignore -d 'Leave a rule out for some objects: Deployment/web-*:KV4404' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l pod-security -d 'What Pod Security enforces in namespaces without its labels: baseline, restricted:v1.30' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l stdin-filename -d 'The path that standard input stands for' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l files-from -d 'Read paths from a file, one a line or with NUL between them; - is standard input' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l context-root -d 'Where to look for what named files refer to; none switches it off' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l max-file-size -d 'Refuse longer files: a number of bytes, or one with KB, MB' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l statistics -d 'Count findings by rule instead of showing them'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s e -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l complete -d 'The files are the whole application: name all that is missing, and run the set closed-world'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l no-inline-ignores -d 'Let no comment and no annotation silence a finding'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l force-exclude -d 'Let `exclude` hold for named files too'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l error-on-no-files -d 'Exit with 2 if there is nothing to read'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l show-files -d 'List the files that would be read, and exit'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l show-settings -d 'Print the settings that would hold, and exit'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand lint" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s o -l output -d 'text, json or markdown' -r -f -a "text\t''
json\t''
markdown\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l all -d 'Explain all rules'
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand rule" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s o -l output -d 'text, json or markdown' -r -f -a "text\t''
json\t''
markdown\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l all -d 'Explain all rules'
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand explain" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s f -l filename -d 'Files and folders with the objects; - is standard input' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s k -l kustomize -d 'The folder of a kustomization: what it builds, instead of -f' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s R -l recursive -d 'Enter the folders below those that are named' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l dry-run -d 'Who answers: server (as an API server would) or client (as kubectl would by itself)' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s o -l output -d 'Print the objects instead of a line for each: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l template -d 'The template or file of -o jsonpath, jsonpath-as-json or jsonpath-file' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l allow-missing-template-keys -d 'Whether templates may ask for fields that are not there' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s l -l selector -d 'Only objects with these labels: key=value,key in (a,b),!key' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s n -l namespace -d 'The namespace of objects that name none' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l validate -d 'What to do with unknown and repeated fields: strict, warn or ignore' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l pod-security -d 'What Pod Security enforces in namespaces without its labels: baseline, restricted:v1.30' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l live -d 'Files and folders with the objects that stand in the cluster, as kubectl get -o yaml prints them: what is among these is changed instead of created. Webhooks and quotas are not asked, nor whether the volumes of a storage class may grow' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l server-side -d 'Say what server-side apply would' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l force -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l force-conflicts -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l show-managed-fields -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l overwrite -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l openapi-patch -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l save-config -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l wait -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l grace-period -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l cascade -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand apply" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s f -l filename -d 'Files and folders with the objects; - is standard input' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s k -l kustomize -d 'The folder of a kustomization: what it builds, instead of -f' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s R -l recursive -d 'Enter the folders below those that are named' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l dry-run -d 'Who answers: server (as an API server would) or client (as kubectl would by itself)' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s o -l output -d 'Print the objects instead of a line for each: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or jsonpath-file=FILE' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l template -d 'The template or file of -o jsonpath, jsonpath-as-json or jsonpath-file' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l allow-missing-template-keys -d 'Whether templates may ask for fields that are not there' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s l -l selector -d 'Only objects with these labels: key=value,key in (a,b),!key' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s n -l namespace -d 'The namespace of objects that name none' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l validate -d 'What to do with unknown and repeated fields: strict, warn or ignore' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l pod-security -d 'What Pod Security enforces in namespaces without its labels: baseline, restricted:v1.30' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l live -d 'Files and folders with the objects that stand in the cluster, as kubectl get -o yaml prints them: what is among these is changed instead of created. Webhooks and quotas are not asked, nor whether the volumes of a storage class may grow' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l server-side -d 'Say what server-side apply would' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l force -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l force-conflicts -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l show-managed-fields -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l overwrite -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l openapi-patch -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l save-config -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l wait -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l grace-period -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l cascade -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand create" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s o -l output -d 'Write to this file instead of standard output, or a file an object into this folder' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l load-restrictor -d 'LoadRestrictionsRootOnly, or LoadRestrictionsNone to read files from anywhere' -r -f -a "LoadRestrictionsRootOnly\t''
LoadRestrictionsNone\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l enable-helm -d 'As kubectl has it: charts are never rendered here' -r -f -a "true\t''
false\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand kustomize" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -f -a "show" -d 'Print the configuration in force, each value with where it comes from'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -f -a "init" -d 'Write a commented kubevet.toml'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and not __fish_seen_subcommand_from show init schema" -f -a "schema" -d 'Print the JSON Schema of kubevet.toml'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand completion" -s h -l help -d 'Print help'
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s o -l output -d 'json or yaml' -r -f -a "json\t''
yaml\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l client -d 'As kubectl has them: accepted, and without meaning here' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l config -d 'Use this configuration file only' -r -F
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l kubernetes-version -d 'Judge as this release of Kubernetes does: 1.36, or latest' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l color -d 'Whether to colour the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s v -l verbose -d 'Say more on standard error' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s j -l threads -d 'Use so many threads' -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l context -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l cluster -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l kubeconfig -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l user -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s s -l server -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l request-timeout -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l as -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l as-group -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l chunk-size -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l server-print -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l field-manager -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l validate -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l cache-dir -r
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l short
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l isolated -d 'Ignore all configuration files'
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s q -l quiet -d 'Print results only'
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -l no-ignore -d 'Do not respect .gitignore'
complete -c kubevet -n "__fish_kubevet_using_subcommand version" -s h -l help -d 'Print help'
