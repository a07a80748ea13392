
# Reads the line up to the cursor as bash would, and expands nothing. Leaves the finished words in `words`, the
# unfinished one in `cur`, how much of that readline leaves alone in `kept`, the quote that it stands in in `quote`,
# and once a -- was there, what follows it in `behind`.
_vaultrun_read() {
  local line=${COMP_LINE:0:COMP_POINT} char begun= edge=0 open=0
  words=() cur= kept=0 quote= behind=
  while [[ $line ]]; do
    char=${line:0:1} line=${line:1}
    case $quote$char in
      "''" | '""') quote= ;;
      "'"?) cur+=$char ;;
      '"\')
        case ${line:0:1} in
          [\\\"\$\`]) cur+=${line:0:1} line=${line:1} ;;
          *) cur+=$char ;;
        esac
        ;;
      '"'?) cur+=$char ;;
      "'" | '"') quote=$char open=${#cur} begun=1 ;;
      '\') cur+=${line:0:1} line=${line:1} begun=1 ;;
      [[:space:]])
        [[ $begun ]] || continue
        if [[ $cur == -- ]]; then
          behind=${COMP_LINE:COMP_POINT - ${#line} - 1}
          return
        fi
        words+=("$cur")
        cur= begun= edge=0
        ;;
      *)
        # Of the characters that break words, readline takes these two along (rl_special_prefixes of bash).
        [[ $COMP_WORDBREAKS == *"$char"* && $char == [@$] ]] && edge=${#cur}
        cur+=$char begun=1
        [[ $COMP_WORDBREAKS == *"$char"* && $char != [@$] ]] && edge=${#cur}
        ;;
    esac
  done
  [[ $quote ]] && kept=$open || kept=$edge
}

# Adds those of the arguments that begin as the unfinished word does behind its `prefix`, quoted as the place wants it.
_vaultrun_offer() {
  local candidate rest char text
  for candidate; do
    candidate=$prefix$candidate
    [[ $candidate == "$cur"* ]] || continue
    rest=${candidate:kept} text=
    if [[ ! $quote ]]; then
      [[ $rest ]] && printf -v text %q "$rest"
    else
      while [[ $rest ]]; do
        char=${rest:0:1} rest=${rest:1}
        case $quote$char in
          "''") text+="'\\''" ;;
          '"!') text+='"\!"' ;;
          '"'[\\\"\$\`]) text+=\\$char ;;
          *) text+=$char ;;
        esac
      done
      # Readline takes a quote at either end of a text for the one that is open.
      [[ $text != "$quote"* ]] || text=$quote$text
      [[ $text != *"$quote" ]] || text+=$quote
    fi
    COMPREPLY+=("$text")
  done
}

# Reads the profiles of the AWS config and their regions into `profiles` and `regions`. By patterns alone: bash compiles
# a regular expression at every use, which is felt with a thousand profiles.
_vaultrun_config() {
  local file=${AWS_CONFIG_FILE:-$HOME/.aws/config} line name
  profiles=() regions=()
  [[ -f $file && -r $file ]] || return
  while IFS= read -r line || [[ $line ]]; do
    case $line in
      region*=*)
        name=${line#*=} line=${line%%=*}
        _vaultrun_trim
        [[ ${line//[[:space:]]/} != region || $name == '' || $name == *[!a-zA-Z0-9_-]* ]] || regions+=("$name")
        ;;
      *\[*\]*)
        name=${line%%\[*}
        [[ $name != *[![:space:]]* ]] || continue
        # Up to the last bracket, and with all its blanks and quotes: so aws-vault reads it.
        name=${line#*\[} name=${name%\]*}
        case $name in
          default) ;;
          'profile default') continue ;;
          'profile '*) name=${name#profile } ;;
          *) continue ;;
        esac
        # What vaultrun refuses, and what would steer the terminal.
        case $name in '' | [-@]* | *[[:cntrl:]]*) ;; *) profiles+=("$name") ;; esac
        ;;
    esac
  done <"$file"
}

# Takes the blanks around `name` away.
_vaultrun_trim() {
  name=${name#"${name%%[![:space:]]*}"}
  name=${name%"${name##*[![:space:]]}"}
}

# Without a command in front, a profile that is called like one has to be named by --profile.
_vaultrun_profiles() {
  local name
  _vaultrun_config
  for name in "${profiles[@]}"; do
    [[ ! $command && ! $prefix && ! $option && " help$_vaultrun_commands" == *" $name "* ]] || _vaultrun_offer "$name"
  done
}

_vaultrun_regions() {
  _vaultrun_config
  _vaultrun_offer $(printf '%s\n' "${regions[@]}" "$@" | sort -u)
}

_vaultrun_variables() {
  _vaultrun_offer $(compgen -e)
}

# Takes the engine that a file of settings names, if it names one; its last line of it counts. The file is never run, and
# may be anybody's: of one without a size (a link into /proc) nothing is read, of a long one its start, no long line.
_vaultrun_setting() {
  local line name
  [[ -f $1 && -r $1 && -s $1 ]] || return
  while IFS= read -r line || [[ $line ]]; do
    [[ ${#line} -lt 1000 && $line == *VAULTRUN_ENGINE*[=:]* ]] || continue
    name=${line%%[=:]*}
    _vaultrun_trim
    [[ $name != export[[:space:]]* ]] || name=${name#export}
    _vaultrun_trim
    [[ $name == VAULTRUN_ENGINE ]] || continue
    name=${line#*[=:]} name=${name%%#*}
    _vaultrun_trim
    case $name in '"'*'"' | "'"*"'" | '`'*'`') name=${name:1:${#name}-2} ;; esac
    [[ $name == *[[:space:]]* ]] || engine=$name
  done < <(head -c 65536 "$1" 2>/dev/null | tr -d '\0')
}

# Completes the rest of the line as the command line that the arguments begin.
_vaultrun_delegate() {
  local head="$*" line=$COMP_LINE skipped=0 spec
  while ((${#line} > ${#behind} && skipped < COMP_CWORD)); do
    line=${line#*"${COMP_WORDS[skipped]}"}
    ((skipped++))
  done
  [[ $head ]] || behind=${behind#"${behind%%[![:space:]]*}"}
  ((COMP_POINT += ${#head} + ${#behind} - ${#COMP_LINE}))
  COMP_LINE=$head$behind
  COMP_WORDS=("$@" "${COMP_WORDS[@]:skipped}")
  ((COMP_CWORD += $# - skipped))
  if declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset 0
  elif declare -F _command_offset >/dev/null; then
    _command_offset 0
  elif ((COMP_CWORD == 0)); then
    _vaultrun_lines < <(compgen -c -- "${COMP_WORDS[0]}")
  else
    spec=$(complete -p -- "${COMP_WORDS[0]}" 2>/dev/null)
    [[ $spec =~ \ -F\ ([^ ]+)\  ]] &&
      "${BASH_REMATCH[1]}" "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  fi
  ((${#COMPREPLY[@]} > 0)) || _vaultrun_files
}

# File names, as where no completion is known; bash 3.2 has no compopt.
_vaultrun_files() {
  compopt -o default 2>/dev/null || _vaultrun_lines < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
}

_vaultrun_lines() {
  local line
  while IFS= read -r line; do
    printf -v line %q "$line"
    COMPREPLY+=("$line")
  done
}

_vaultrun() {
  local words cur kept quote behind profiles regions IFS=$' \t\n'
  local command= count=0 profile= engine=${VAULTRUN_ENGINE:-} option= prefix= word
  COMPREPLY=()
  _vaultrun_read
  for word in "${words[@]:1}"; do
    if [[ ! $option ]]; then
      case $word in
        --*=*) option=${word%%=*} word=${word#*=} ;;
        -*)
          [[ $_vaultrun_valued == *" $word "* ]] && option=$word
          continue
          ;;
      esac
    fi
    case $option in
      --engine) engine=$word ;;
      --profile) profile=1 ;;
      ?*) ;;
      *)
        if [[ ! $command && "$_vaultrun_commands help " == *" $word "* ]]; then
          command=$word
        else
          command=${command:-run}
          ((count++))
        fi
        ;;
    esac
    option=
  done

  if [[ $behind ]]; then
    _vaultrun_behind "${command:-run}"
  elif [[ $option ]]; then
    _vaultrun_values "$option"
  elif [[ $cur == --*=* ]]; then
    option=${cur%%=*} prefix=${cur%%=*}=
    _vaultrun_values "$option"
  elif [[ $cur == -* ]]; then
    _vaultrun_options "${command:-run}"
  else
    # The option fills the place of the word.
    [[ $profile ]] && { [[ $command != init ]] || ((count > 0)); } && ((count++))
    [[ $command ]] || _vaultrun_offer $_vaultrun_commands
    _vaultrun_words "${command:-run}" "$count"
  fi
}

# What stands behind the -- of a command is somebody else's.
_vaultrun_behind() {
  local each own=$HOME/.config
  if [[ $_vaultrun_containers == *" $1 "* ]]; then
    # The folder's before the user's own, as a run has them; a relative XDG_CONFIG_HOME counts as unset.
    [[ ${XDG_CONFIG_HOME-} != /* ]] || own=$XDG_CONFIG_HOME
    # One that is empty in the environment is none, whatever the files say.
    [[ $engine || ${VAULTRUN_ENGINE+empty} ]] || _vaultrun_setting .env
    [[ $engine || ${VAULTRUN_ENGINE+empty} ]] || _vaultrun_setting "$own/vaultrun/config.env"
    [[ $_vaultrun_engines == *" $engine "* ]] || engine=
    for each in $_vaultrun_engines; do
      [[ $engine ]] || ! type -P "$each" >/dev/null || engine=$each
    done
    _vaultrun_delegate "${engine:-docker}" run
  elif [[ $1 == exec ]]; then
    _vaultrun_delegate
  elif [[ $1 == vault ]]; then
    _vaultrun_vault
  fi
}

# Offers aws-vault's commands, then a profile where one follows.
_vaultrun_vault() {
  local at=$((COMP_POINT - ${#COMP_LINE} + ${#behind})) count=0 first= word command=vault
  local COMP_LINE="vault${behind:0:at}"
  local COMP_POINT=${#COMP_LINE}
  _vaultrun_read
  [[ ! $behind ]] || return
  for word in "${words[@]:1}"; do
    [[ $word == -* ]] || first=${first:-$word} count=$((count + 1))
  done
  if ((count == 0)); then
    _vaultrun_offer $_vaultrun_vaults
  elif ((count == 1)) && [[ $_vaultrun_vaults_of_a_profile == *" $first "* ]]; then
    _vaultrun_profiles
  fi
}

complete -F _vaultrun vaultrun
