
# Reads the profiles of the AWS config and their regions into `profiles` and `regions`.
__vaultrun_config() {
  emulate -L zsh
  setopt extendedglob
  local file=${AWS_CONFIG_FILE:-$HOME/.aws/config} line name
  local -a match mbegin mend lines
  profiles=() regions=()
  [[ -f $file && -r $file ]] || return
  lines=("${(@f)$(<$file)}")
  for line in ${(M)lines:#([[:space:]]#\[*|region*)}; do
    # Up to the last bracket, and with all its blanks and quotes: so aws-vault reads it.
    if [[ $line == (#b)[[:space:]]#\[(*)\]* ]]; then
      name=$match[1]
      if [[ $name != default ]]; then
        [[ $name == 'profile '?* && $name != 'profile default' ]] || continue
        name=${name#profile }
      fi
      # What vaultrun refuses, and what would steer the terminal.
      [[ $name == ([-@]*|*[[:cntrl:]]*) ]] || profiles+=("$name")
    elif [[ $line == (#b)region[[:space:]]#=[[:space:]]#([[:alnum:]_-]##)* ]]; then
      regions+=("$match[1]")
    fi
  done
}

__vaultrun_profiles() {
  local -a profiles regions
  __vaultrun_config
  compadd "$@" -a profiles
}

__vaultrun_regions() {
  local -a profiles regions
  __vaultrun_config
  regions+=($__vaultrun_public_regions)
  compadd "$@" -a regions
}

__vaultrun_variables() {
  local -a names=(${(k)parameters[(R)*export*]})
  compadd "$@" -a names
}

# Takes the engine that a file of settings names, if it names one; its last line of it counts. The file is never run, and
# may be anybody's: of one without a size (a link into /proc) nothing is read, of a long one its start, no long line.
__vaultrun_setting() {
  emulate -L zsh
  setopt extendedglob
  local line name
  local -a match mbegin mend lines
  [[ -f $1 && -r $1 && -s $1 ]] || return
  lines=("${(@f)$(head -c 65536 $1 2>/dev/null)}")
  for line in ${(M)lines:#*VAULTRUN_ENGINE*}; do
    (( $#line < 1000 )) || continue
    [[ $line == (#b)[[:space:]]#(export[[:space:]]##|)VAULTRUN_ENGINE[[:space:]]#[=:]([^#]#)* ]] || continue
    name=${${match[2]##[[:space:]]##}%%[[:space:]]##}
    [[ $name == (\"*\"|\'*\'|\`*\`) ]] && name=${name[2,-2]}
    engine=$name
  done
}

# What the next word can be that is no option.
__vaultrun_word() {
  local -a profiles regions names
  local expl
  if [[ -z $command ]]; then
    __vaultrun_config
    # Without a command in front, a profile that is called like one has to be named by --profile.
    [[ -n $profile ]] || names=(${${profiles:|__vaultrun_command_names}:#help})
    _describe -t commands command __vaultrun_commands
    _wanted profiles expl profile compadd -a names
    [[ -n $profile ]] && __vaultrun_words run 1
  else
    # The option fills the place of the word.
    [[ -n $profile ]] && { [[ $command != init ]] || (( count > 0 )) } && (( count++ ))
    __vaultrun_words $command $count
  fi
}

_vaultrun() {
  local command profile option engine=$VAULTRUN_ENGINE word
  local -a plain specs
  integer count=0 at
  # Without their quotes, and not expanded.
  plain=("${(@Q)words}")
  for ((at = 2; at < CURRENT; at++)); do
    word=$plain[at]
    if [[ $word == -- ]]; then
      __vaultrun_behind ${command:-run} $at
      return
    fi
    if [[ -z $option ]]; then
      case $word in
        (--*=*) option=${word%%=*} word=${word#*=} ;;
        (-*)
          (( $__vaultrun_valued[(Ie)$word] )) && option=$word
          continue
          ;;
      esac
    fi
    case $option in
      (--engine) engine=$word ;;
      (--profile) profile=$word ;;
      (?*) ;;
      (*)
        if [[ -z $command ]] && { [[ $word == help ]] || (( $__vaultrun_command_names[(Ie)$word] )) }; then
          command=$word
        else
          : ${command:=run}
          (( count++ ))
        fi
        ;;
    esac
    option=
  done
  __vaultrun_options ${command:-run}
  _arguments -s $specs '*: :__vaultrun_word'
}

# aws-vault's commands, then a profile where one follows.
__vaultrun_vault() {
  local expl
  if (( $# == 0 )); then
    _wanted commands expl command compadd -a __vaultrun_vaults
  elif (( $# == 1 && $__vaultrun_vaults_of_a_profile[(Ie)$1] )); then
    _wanted profiles expl profile __vaultrun_profiles
  else
    return 1
  fi
}

# What stands behind the -- of a command is somebody else's.
__vaultrun_behind() {
  local -a head
  local each own=$HOME/.config
  if (( $__vaultrun_containers[(Ie)$1] )); then
    # The folder's before the user's own, as a run has them; a relative XDG_CONFIG_HOME counts as unset.
    [[ $XDG_CONFIG_HOME != /* ]] || own=$XDG_CONFIG_HOME
    # One that is empty in the environment is none, whatever the files say.
    [[ -n $engine ]] || (( $+VAULTRUN_ENGINE )) || __vaultrun_setting .env
    [[ -n $engine ]] || (( $+VAULTRUN_ENGINE )) || __vaultrun_setting $own/vaultrun/config.env
    (( $__vaultrun_engines[(Ie)$engine] )) || engine=
    for each in $__vaultrun_engines; do
      [[ -n $engine ]] || (( ! $+commands[$each] )) || engine=$each
    done
    head=(${engine:-docker} run)
  elif [[ $1 == vault ]]; then
    __vaultrun_vault ${plain[$2 + 1,CURRENT - 1]:#-*}
    return
  elif [[ $1 != exec ]]; then
    return 1
  fi
  words=($head "${(@)words[$2 + 1,-1]}")
  (( CURRENT += $#head - $2 ))
  _normal
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _vaultrun "$@"
elif (( $+functions[compdef] )); then
  compdef _vaultrun vaultrun
else
  print -u2 'vaultrun: completion wants compinit in front of it: autoload -Uz compinit; compinit'
  return 1
fi
