# Completion of khrop for bash.

# The names that a YAML file of the configuration lists, indented once below its first word.
_khrop_names()
{
    sed -n 's/^  \([A-Za-z_][A-Za-z0-9_-]*\):.*/\1/p' "$1" 2>/dev/null
}

_khrop()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' folder=/etc/khrop i options=''

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --config) folder=${COMP_WORDS[i + 1]} ;;
        run | check | status | history | worklist | sql | holidays | demo)
            [[ -z $command && ${COMP_WORDS[i - 1]} != --* ]] && command=${COMP_WORDS[i]}
            ;;
        esac
    done

    case $before in
    --config)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --accept)
        mapfile -t COMPREPLY < <(compgen -W "$(_khrop_names "$folder/datasets.yaml")" -- "$word")
        return
        ;;
    --job)
        mapfile -t COMPREPLY < <(compgen -W "$(_khrop_names "$folder/jobs.yaml")" -- "$word")
        return
        ;;
    --state)
        mapfile -t COMPREPLY < <(compgen -W 'new reopened changed open not_checked resolved
            expired retired' -- "$word")
        return
        ;;
    --date | --check | --owner | --list | --limit | --scale | --days | --seed | --source | --explain)
        COMPREPLY=()
        return
        ;;
    esac

    case $command in
    '') options='run check status history worklist sql holidays demo --config --help --version' ;;
    run)
        options='--config --date --dry-run --force --accept --help'
        options+=" $(_khrop_names "$folder/jobs.yaml")"
        ;;
    check) options='--config --live --explain --print --document --help' ;;
    status) options='--config --help' ;;
    history) options="--config --date --limit --help $(_khrop_names "$folder/jobs.yaml")" ;;
    worklist) options='list show --config --job --date --check --owner --list --state --help' ;;
    holidays)
        mapfile -t COMPREPLY < <(compgen -f -W 'import --config --dry-run --help' -- "$word")
        return
        ;;
    sql) options='--config --job --date --help' ;;
    demo)
        mapfile -t COMPREPLY < <(compgen -d -W '--scale --days --seed --source --help' -- "$word")
        return
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

complete -F _khrop khrop
