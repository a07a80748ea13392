
# Prints what the words before the cursor add up to: the command, the number of its words, the engine, and -- once that
# is there. The words come without their quotes, and are not expanded.
function __vaultrun_read
    set -l command
    set -l count 0
    set -l engine $VAULTRUN_ENGINE
    set -l option
    set -l profile
    set -l behind
    set -l tokens (commandline -opc)
    for word in $tokens[2..-1]
        if test "$word" = --
            set behind --
            break
        end
        if test -z "$option"
            if string match -q -- '--*=*' $word
                set option (string replace -r -- '(?s)=.*' '' $word)
                set word (string replace -r -- '^[^=]*=' '' $word)
            else if string match -q -- '-*' $word
                contains -- $word $__vaultrun_valued
                and set option $word
                continue
            end
        end
        switch "$option"
            case --engine
                set engine $word
            case --profile
                set profile $word
            case ''
                if test -z "$command"; and contains -- $word help $__vaultrun_command_names
                    set command $word
                else
                    test -n "$command"
                    or set command run
                    set count (math $count + 1)
                end
        end
        set option
    end
    # The option fills the place of the word.
    if test -n "$profile"; and test "$command" != init -o $count -gt 0
        set count (math $count + 1)
    end
    contains -- "$engine" $__vaultrun_engines
    or set engine
    printf '%s\n' "$command" $count "$engine" "$behind"
end

# Whether the words so far belong to one of these commands; none of them named is run.
function __vaultrun_knows
    set -l read (__vaultrun_read)
    test -z "$read[4]"
    and contains -- (test -n "$read[1]"; and echo $read[1]; or echo run) $argv
end

# Whether the next word is the command.
function __vaultrun_first
    set -l read (__vaultrun_read)
    test -z "$read[4]" -a -z "$read[1]"
end

# Whether the next word is this one of the command.
function __vaultrun_next
    set -l read (__vaultrun_read)
    test -z "$read[4]" -a "$read[2]" = $argv[2]
    and contains -- $argv[1] (test -n "$read[1]"; and echo $read[1]; or echo run)
end

# Whether a -- can be next.
function __vaultrun_ends
    set -l read (__vaultrun_read)
    test -z "$read[4]" -a "$read[2]" -gt 0
    and contains -- (test -n "$read[1]"; and echo $read[1]; or echo run) $argv
end

function __vaultrun_behind
    set -l read (__vaultrun_read)
    test -n "$read[4]"
end

function __vaultrun_config
    set -q AWS_CONFIG_FILE; and test -n "$AWS_CONFIG_FILE"
    and set -l file $AWS_CONFIG_FILE
    or set -l file $HOME/.aws/config
    test -f $file -a -r $file
    and string replace -rf $argv <$file
end

# The profiles of the AWS config, up to the last bracket and with all their blanks and quotes, as aws-vault reads them;
# but what vaultrun refuses, what would steer the terminal, and what begins with a tilde: fish would write that without
# a quote and expand it.
function __vaultrun_profiles
    __vaultrun_config '^\s*\[(?|profile (?!default\][^\]]*$)(.+)|(default))\][^\]]*$' '$1' \
        | string match -rv '^[-@~]|^$|\p{Cc}'
end

# Without a command in front, a profile that is called like one has to be named by --profile.
function __vaultrun_profile_words
    set -l read (__vaultrun_read)
    for name in (__vaultrun_profiles)
        test -n "$read[1]"
        or not contains -- $name help $__vaultrun_command_names
        and echo $name
    end
end

function __vaultrun_regions
    __vaultrun_config '^region\s*=\s*([A-Za-z0-9_-]+).*$' '$1'
    string split ' ' -- $__vaultrun_public_regions
end

# The engine that a file of settings names, if it names one; its last line of it counts. The file is never run, and
# may be anybody's: of one without a size (a link into /proc) nothing is read, of a long one its start, no long line.
function __vaultrun_setting
    test -f $argv[1] -a -r $argv[1] -a -s $argv[1]
    or return
    set -l pattern '^\s*(?:export\s+)?VAULTRUN_ENGINE\s*[=:]\s*(["\'`]?)([^#]*?)\1\s*(?:#.*)?$'
    set -l found (head -c 65536 $argv[1] 2>/dev/null | string match -r -- '^.{0,1000}$' | string replace -rf -- $pattern '$2')
    contains -- "$found[-1]" $__vaultrun_engines
    and echo $found[-1]
end

# Completes what stands behind the -- as the command line that it is to become.
function __vaultrun_delegate
    set -l read (__vaultrun_read)
    set -l tokens (commandline -opc)
    set -l at (contains -i -- -- $tokens)
    set -l head
    set -l command run
    test -n "$read[1]"
    and set command $read[1]
    if contains -- $command $__vaultrun_containers
        set head $read[3]
        # The folder's before the user's own, as a run has them; a relative XDG_CONFIG_HOME counts as unset.
        set -l own $HOME/.config
        string match -q -- '/*' $XDG_CONFIG_HOME
        and set own $XDG_CONFIG_HOME
        for file in .env $own/vaultrun/config.env
            # One that is empty in the environment is none, whatever the files say.
            test -n "$head"; or set -q VAULTRUN_ENGINE
            or set head (__vaultrun_setting $file)
        end
        for each in $__vaultrun_engines
            test -n "$head"
            or not type -q $each
            or set head $each
        end
        test -n "$head"
        or set head docker
        set head $head run
    else if test $command = vault
        # aws-vault's commands, then a profile where one follows.
        set -l words (string match -rv -- '^-' $tokens[(math $at + 1)..-1])
        if test (count $words) -eq 0
            printf '%s\n' $__vaultrun_vaults
        else if test (count $words) -eq 1; and contains -- $words[1] $__vaultrun_vaults_of_a_profile
            __vaultrun_profiles
        end
        return
    else if test $command != exec
        return
    end
    complete -C (string join -- ' ' $head (string escape -- $tokens[(math $at + 1)..-1]) (commandline -ct))
end
