# Completion of khrop for bash.

# The names that a YAML file of the configuration lists, indented once below its first word.
_khrop_names()
{
    sed -n 's/^  \([A-Za-z_][A-Za-z0-9_-]*\):.*/\1/p' "$1" 2>/dev/null
}

# The ids of rules of the kinds named (checks, kpis, tables, derived): the shipped ones, beside this file's folder when it is
# installed, and the site's own in FOLDER's `catalogue`.
_khrop_rules()
{
    local folder=$1 shipped own kind file
    shift
    shipped=$(dirname "${BASH_SOURCE[0]}")/../../khrop/catalogue
    own=$(sed -n 's/^catalogue *= *//p' "$folder/khrop.ini" 2>/dev/null)
    [[ -z $own || $own == /* ]] || own=$folder/$own
    for kind in "$@"; do
        for file in "$shipped/$kind"/*.sql "${own:-$shipped}/$kind"/*.sql; do
            [[ -f $file ]] && basename "$file" .sql
        done
    done | sort -u
}

# The snapshots that are kept, as JOB/DATE.ATTEMPT.
_khrop_slots()
{
    local state slot
    state=$(sed -n 's/^state *= *//p' "$1/khrop.ini" 2>/dev/null)
    [[ $state == /* ]] || state=$1/${state:-/var/lib/khrop}
    for slot in "$state"/slots/*/*; do
        [[ -d $slot ]] && echo "${slot#"$state"/slots/}"
    done
}

# The keys of the configuration.
_khrop_keys()
{
    # shellcheck disable=SC2016 # the backquotes are the page's
    khrop check --document 2>/dev/null | sed -n 's/^| `\([^`]*\)`.*/\1/p'
}

_khrop()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' folder=/etc/khrop i options=''

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --config) folder=${COMP_WORDS[i + 1]} ;;
        run | check | catalogue | new | status | history | deliver | outbox | worklist | inbox | reissue | restate | compare | gc | explain | sql | holidays | demo)
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
        mapfile -t COMPREPLY < <(compgen -W 'new reopened changed open not_checked suppressed resolved
            expired retired' -- "$word")
        return
        ;;
    --status)
        mapfile -t COMPREPLY < <(compgen -W 'none new working waiting_customer waiting_supplier done
            not_a_problem' -- "$word")
        return
        ;;
    --period)
        mapfile -t COMPREPLY < <(compgen -W 'day month rolling all now' -- "$word")
        return
        ;;
    --csv | --to)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --check)
        mapfile -t COMPREPLY < <(compgen -W "$(_khrop_rules "$folder" checks)" -- "$word")
        return
        ;;
    --explain)
        mapfile -t COMPREPLY < <(compgen -W "$(_khrop_keys)" -- "$word")
        return
        ;;
    --date | --remark | --next | --until | --by | --owner | --list | --staff | --team | --branch | --split | --measure | --limit | --scale | --days | --seed | --source | --resend | --receipts | --message)
        COMPREPLY=()
        return
        ;;
    esac

    case $command in
    '') options='run check catalogue new status history deliver outbox worklist inbox reissue restate compare gc explain sql holidays demo --config --help --version' ;;
    run)
        options='--config --date --dry-run --force --accept --help'
        options+=" $(_khrop_names "$folder/jobs.yaml")"
        ;;
    check)
        options='--config --live --explain --plan --print --document --help'
        [[ " ${COMP_WORDS[*]} " == *' --plan '* ]] && options+=" $(_khrop_rules "$folder" checks kpis tables derived)"
        ;;
    catalogue) options="--config --document --manual --help $(_khrop_rules "$folder" checks kpis tables derived)" ;;
    new) options='check kpi table derived --config --help' ;;
    status) options='--config --help' ;;
    deliver) options='--config --resend --now --help' ;;
    outbox) options='--config --job --date --all --receipts --message --json --help' ;;
    history) options="--config --date --limit --help $(_khrop_names "$folder/jobs.yaml")" ;;
    worklist)
        options='list show note assign close --config --job --date --check --owner --list --state'
        options+=' --status --remark --next --until --by --help'
        ;;
    reissue) options="--config --to --anyway --help $(_khrop_names "$folder/jobs.yaml")" ;;
    restate) options="--config --why --to --accept --help $(_khrop_names "$folder/jobs.yaml")" ;;
    compare)
        mapfile -t COMPREPLY < <(compgen -d -W "--config --to --help $(_khrop_slots "$folder")" -- "$word")
        return
        ;;
    gc) options='--config --dry-run --help' ;;
    inbox) options='--config --dry-run --help' ;;
    explain)
        options='--config --job --date --period --staff --team --branch --split --measure --csv --help'
        options+=" $(_khrop_rules "$folder" kpis)"
        ;;
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
