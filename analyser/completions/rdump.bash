# bash completion for rdump(1)

_rdump() {
  local current previous command options common
  current=${COMP_WORDS[COMP_CWORD]}
  previous=${COMP_WORDS[COMP_CWORD - 1]}
  command=${COMP_WORDS[1]}
  COMPREPLY=()

  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "report compare trend show holders stack tree instances strings explore index mcp export top capture list prune redact inspect --help --version" -- "$current";
      compgen -f -- "$current")
    return
  fi
  # "--option=value" arrives as three words
  if [ "$current" = "=" ]; then
    current=
  elif [ "$previous" = "=" ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $previous in
  -f | --output-format)
    case $command in
    report) mapfile -t COMPREPLY < <(compgen -W "report report-json html" -- "$current") ;;
    compare | trend) mapfile -t COMPREPLY < <(compgen -W "report report-json" -- "$current") ;;
    export) mapfile -t COMPREPLY < <(compgen -W "heapsnapshot pprof folded rmem sqlite meminfo" -- "$current") ;;
    *) mapfile -t COMPREPLY < <(compgen -W "text json" -- "$current") ;;
    esac
    return
    ;;
  --dependency-root | --root)
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
    return
    ;;
  --diff-nodes)
    mapfile -t COMPREPLY < <(compgen -W "baseline-only target-only" -- "$current")
    return
    ;;
  --fail-on)
    mapfile -t COMPREPLY < <(compgen -W "high warning medium low info growth:" -- "$current")
    return
    ;;
  --min-severity)
    mapfile -t COMPREPLY < <(compgen -W "high warning medium low info" -- "$current")
    return
    ;;
  --threads | --run-id | --run-id-baseline | --run-id-target | --threshold | --top | --only | --diff-limit | --at | --length | --limit | --offset | --depth | --sort | --where | --show | --group-by | --keep | --max-total | --older-than)
    return
    ;;
  esac
  if [ "${current#-}" != "$current" ]; then
    common="--output-format= --output= --salvage --thread= --threads= --run-id= --dependency-root= --no-binaries --quiet --help"
    case $command in
    report)
      options="--pretty-print --no-pretty-print --full-analysis --no-full-analysis
        --brief --with-values --top= --only= --min-severity= --pid= --no-stop-process"
      ;;
    compare)
      options="--pretty-print --no-pretty-print --full-analysis --no-full-analysis
        --run-id-baseline= --run-id-target= --threshold= --diff-nodes= --diff-limit= --fail-on= --baseline="
      ;;
    trend) options="--pretty-print --no-pretty-print --full-analysis --no-full-analysis" ;;
    show | holders) options="--limit= --offset= --sort= --pid= --no-stop-process" ;;
    stack) options="--pid= --no-stop-process --limit= --offset=" ;;
    tree) options="--pid= --no-stop-process --limit= --offset= --sort= --depth=" ;;
    instances) options="--pid= --no-stop-process --limit= --offset= --sort= --where= --show= --group-by=" ;;
    strings) options="--pid= --no-stop-process --limit= --offset= --sort=" ;;
    explore)
      options="--pid= --no-stop-process"
      common="--salvage --thread= --threads= --run-id= --dependency-root= --no-binaries --quiet --help"
      ;;
    prune)
      options="--keep= --max-total= --older-than= --dry-run"
      common=--help
      ;;
    list)
      options="--output-format= --output="
      common=--help
      ;;
    redact)
      options="--keep-keys"
      common=--help
      ;;
    export) options="--no-values --pid= --no-stop-process" ;;
    index)
      options="--thread= --threads= --quiet"
      common=--help
      ;;
    mcp)
      options="--root= --with-values"
      common="--salvage --thread= --threads= --run-id= --dependency-root= --no-binaries --quiet --help"
      ;;
    top)
      common="--output-format= --output= --help"
      options="--all"
      ;;
    capture)
      common="--output= --thread= --quiet --help"
      options="--pid= --full --no-stop-process"
      ;;
    inspect) options="--no-map --no-regions --verify --at= --length=" ;;
    *) return ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options $common" -- "$current")
    [ "${COMPREPLY[0]%=}" = "${COMPREPLY[0]}" ] || compopt -o nospace
    return
  fi
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

complete -o filenames -F _rdump rdump
