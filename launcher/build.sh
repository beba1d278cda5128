# Builds Penstock for the launcher, which reads this with "." when there is something to build. POSIX sh.
#
# Under target/penstock:
#   stamp      as old as the start of the last build that worked; sources newer than it are not built yet
#   current    names the directory of what was built
#   <digest>/  one build: own jars, the class path, the class-data archive. Never changed while a JVM may run from it,
#              so that a rebuild pulls nothing from under a running execution.
#   lock       a symbolic link that names the process which builds
#   build.log  what Maven said

penstock_say() {
    echo "penstock: $*" >&2
}

penstock_build() {
    mkdir -p "$penstock_state" || {
        penstock_say "cannot write to $penstock_state, where it builds."
        exit 1
    }
    penstock_lock
    trap 'penstock_unlock' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    # Somebody else may have done it while this process waited for the lock.
    if ! penstock_is_built; then
        penstock_maven
        penstock_publish
    fi
    if ! penstock_is_archived; then
        penstock_archive
    fi
    trap - EXIT INT TERM HUP
    penstock_unlock
}

# --- one build at a time ---------------------------------------------------------------------------------------------

penstock_lock() {
    penstock_waited=
    while ! ln -s "$$" "$penstock_state/lock" 2>/dev/null; do
        penstock_owner=$(readlink "$penstock_state/lock") || continue
        if ! kill -0 "$penstock_owner" 2>/dev/null; then
            penstock_clear_lock
            continue
        fi
        if [ -z "$penstock_waited" ]; then
            penstock_say "process $penstock_owner is building; waiting for it."
            penstock_waited=yes
        fi
        sleep 1
    done
}

# Takes away the lock of a process that is gone. Only under a lock of its own, as otherwise two processes could find the
# same dead owner and the slower one would take away the quicker one's new lock.
penstock_clear_lock() {
    if mkdir "$penstock_state/lock.clearing" 2>/dev/null; then
        penstock_owner=$(readlink "$penstock_state/lock") || penstock_owner=$$
        kill -0 "$penstock_owner" 2>/dev/null || rm -f "$penstock_state/lock"
        rmdir "$penstock_state/lock.clearing"
    else
        sleep 1
        # A process that died between the two lines above leaves this directory.
        [ -z "$(find "$penstock_state/lock.clearing" -prune -mmin +1 2>/dev/null)" ] ||
            rmdir "$penstock_state/lock.clearing" 2>/dev/null || :
    fi
}

penstock_unlock() {
    rm -f "$penstock_state/lock"
}

# --- Maven -----------------------------------------------------------------------------------------------------------

penstock_maven() {
    penstock_log=$penstock_state/build.log
    penstock_started=$(date +%s)
    : >"$penstock_state/stamp.new"
    rm -f "$penstock_state/failed"
    if [ -d "$HOME/.m2/repository/dev/penstock" ] || [ -f "$penstock_state/stamp" ]; then
        penstock_say "building with the JDK in $PENSTOCK_JDK"
    else
        penstock_say "building with the JDK in $PENSTOCK_JDK; the first time, Maven fetches the libraries"
    fi
    # No phase beyond compile: what comes after it resolves the libraries of the tests as well.
    {
        (cd "$penstock_root" && ./mvnw -B -Dquick -Dlauncher -Dmaven.jar.forceCreation=true -Dstyle.color=never -pl cli -am compile jar:jar@default-jar 2>&1) ||
            : >"$penstock_state/failed"
    } | penstock_progress
    if [ -f "$penstock_state/failed" ]; then
        rm -f "$penstock_state/failed" "$penstock_state/stamp.new"
        grep -E '^\[ERROR\]|^Error|Exception' "$penstock_log" | head -n 20 >&2 || :
        [ -n "$(grep -E '^\[ERROR\]' "$penstock_log" | head -n 1)" ] || tail -n 20 "$penstock_log" >&2
        penstock_say "the build failed; all of it is in $penstock_log"
        exit 1
    fi
}

# Copies Maven's output to the log and shows which module it is at and how many files it fetched.
penstock_progress() {
    penstock_live=
    if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
        penstock_live=yes
    fi
    penstock_module='reading the project'
    penstock_fetched=0
    while IFS= read -r penstock_line; do
        printf '%s\n' "$penstock_line" >&3
        case $penstock_line in
            '[INFO] Building '*'['*/*']'*)
                penstock_module=${penstock_line#'[INFO] Building '}
                penstock_step=${penstock_module##*'['}
                penstock_module="[${penstock_step%%']'*}] ${penstock_module%%' 0.'*}"
                [ -n "$penstock_live" ] || printf '  %s\n' "$penstock_module" >&2
                ;;
            *'Downloaded from '*) penstock_fetched=$((penstock_fetched + 1)) ;;
            *) continue ;;
        esac
        if [ -n "$penstock_live" ]; then
            if [ "$penstock_fetched" -gt 0 ]; then
                printf '\r\033[K  %s, %s files fetched' "$penstock_module" "$penstock_fetched" >&2
            else
                printf '\r\033[K  %s' "$penstock_module" >&2
            fi
        fi
    done 3>"$penstock_log"
    [ -z "$penstock_live" ] || printf '\r\033[K' >&2
}

# --- what runs -------------------------------------------------------------------------------------------------------

# Puts what Maven built into a directory of its own and makes it the current one.
penstock_publish() {
    penstock_new=$penstock_state/new
    rm -rf "$penstock_new"
    mkdir "$penstock_new"
    IFS= read -r penstock_repository <"$penstock_root/cli/target/launcher/local-repository"
    (cd "$penstock_new" && "$PENSTOCK_JDK/bin/jar" --extract --file "$penstock_root/cli/target/penstock.jar" META-INF/MANIFEST.MF)
    # A manifest breaks its lines at 72 bytes; a line that begins with a space continues the one before.
    awk '{ sub(/\r$/, "") } /^ / { printf "%s", substr($0, 2); next } { printf "\n%s", $0 } END { print "" }' \
        "$penstock_new/META-INF/MANIFEST.MF" >"$penstock_new/manifest"
    sed -n 's/^Class-Path: //p' "$penstock_new/manifest" | tr ' ' '\n' >"$penstock_new/dependencies"
    # Packed again without that line, which does not hold where the jar goes to.
    grep -E '^(Manifest-Version|Implementation-[A-Za-z]*):' "$penstock_new/manifest" >"$penstock_new/manifest.kept"
    "$PENSTOCK_JDK/bin/jar" --create --file "$penstock_new/penstock.jar" --date 2026-11-20T00:00:00Z \
        --manifest "$penstock_new/manifest.kept" -C "$penstock_root/cli/target/classes" .
    while IFS= read -r penstock_dependency; do
        penstock_place "$penstock_dependency"
    done <"$penstock_new/dependencies" >"$penstock_new/entries"
    rm -r "$penstock_new/META-INF" "$penstock_new/dependencies" "$penstock_new"/manifest*

    penstock_digest=$(cat "$penstock_new/entries" "$penstock_new"/*.jar | cksum | tr ' ' -)
    penstock_home=$penstock_state/$penstock_digest
    if [ ! -r "$penstock_home/classpath" ]; then
        penstock_classpath=$penstock_home/penstock.jar
        while IFS= read -r penstock_entry; do
            case $penstock_entry in
                /*) penstock_classpath=$penstock_classpath:$penstock_entry ;;
                *) penstock_classpath=$penstock_classpath:$penstock_home/$penstock_entry ;;
            esac
        done <"$penstock_new/entries"
        printf '%s\n' "$penstock_classpath" >"$penstock_new/classpath"
        rm -rf "$penstock_home"
        mv "$penstock_new" "$penstock_home"
    fi
    rm -rf "$penstock_new"
    penstock_forget_old
    printf '%s\n' "$penstock_home" >"$penstock_state/current.new"
    mv "$penstock_state/current.new" "$penstock_state/current"
    mv "$penstock_state/stamp.new" "$penstock_state/stamp"
    penstock_say "built in $(($(date +%s) - penstock_started)) s"
}

# Prints where a library of the class path is to be found: what may change is copied, what cannot stays where Maven has
# it. Given as Maven's repository lays it out.
penstock_place() {
    case $1 in
        dev/penstock/*)
            cp "$penstock_root"/*/target/"${1##*/}" "$penstock_new/"
            printf '%s\n' "${1##*/}"
            ;;
        info/picocli/picocli/*)
            # Its class files are as old as Java 5, which no class-data archive takes.
            if [ "$PENSTOCK_JDK_VERSION" -ge 24000000 ] &&
                "$PENSTOCK_JDK/bin/java" -XX:TieredStopAtLevel=1 "$penstock_root/launcher/ModernClassFiles.java" \
                    "$penstock_repository/$1" "$penstock_new/${1##*/}" >&2; then
                printf '%s\n' "${1##*/}"
            else
                printf '%s\n' "$penstock_repository/$1"
            fi
            ;;
        *) printf '%s\n' "$penstock_repository/$1" ;;
    esac
}

# Earlier builds lose their archive now (a JVM that uses it keeps it), and the rest when nothing can run from it any more.
penstock_forget_old() {
    for penstock_old in "$penstock_state"/*-*/; do
        penstock_old=${penstock_old%/}
        if [ "$penstock_old" != "$penstock_home" ] && [ -d "$penstock_old" ]; then
            rm -f "$penstock_old"/*.jsa "$penstock_old/archive.jdk"
            [ -z "$(find "$penstock_old" -prune -mtime +7)" ] || rm -rf "$penstock_old"
        fi
    done
}

# --- quick starts ----------------------------------------------------------------------------------------------------

# Makes two class-data archives: one of the classes that looking and judging use, and one of those that a run uses. The
# second is five times as large, and mapping it takes longer than all that the first kind of command does.
penstock_archive() {
    penstock_say 'preparing quick starts'
    IFS= read -r penstock_classpath <"$penstock_home/classpath"
    penstock_training=$penstock_state/training
    rm -rf "$penstock_training"
    mkdir "$penstock_training"
    cp -R "$penstock_root/samples" "$penstock_training/samples"
    penstock_archive_of run
    penstock_archive_of look
    rm -rf "$penstock_training"
    printf '%s\n' "$PENSTOCK_JDK $PENSTOCK_JDK_VERSION" >"$penstock_home/archive.jdk.new"
    mv "$penstock_home/archive.jdk.new" "$penstock_home/archive.jdk"
}

# Runs the commands of launcher/training.$1, and makes the archive $1.jsa of the classes that they used.
penstock_archive_of() {
    penstock_number=0
    while IFS= read -r penstock_line; do
        penstock_number=$((penstock_number + 1))
        # Unquoted on purpose: a line is a list of arguments.
        # shellcheck disable=SC2086
        (
            cd "$penstock_training" &&
                "$PENSTOCK_JDK/bin/java" $penstock_flags -XX:DumpLoadedClassList="$1.$penstock_number" \
                    -cp "$penstock_classpath" dev.penstock.cli.Main $penstock_line >/dev/null 2>&1 </dev/null
        ) || :
    done <"$penstock_root/launcher/training.$1"
    # Numbers and classes of other loaders mean something in one list only.
    cat "$penstock_training/$1".[0-9]* 2>/dev/null |
        awk '/ source: / { next } { sub(/ id: [0-9]+$/, "") } !seen[$0]++' >"$penstock_training/classes"
    penstock_linking=
    [ "$PENSTOCK_JDK_VERSION" -lt 24000000 ] || penstock_linking=-XX:+AOTClassLinking
    # shellcheck disable=SC2086
    if "$PENSTOCK_JDK/bin/java" $penstock_flags -Xshare:dump $penstock_linking \
        -XX:SharedClassListFile="$penstock_training/classes" -XX:SharedArchiveFile="$penstock_training/$1.jsa" \
        -cp "$penstock_classpath" >"$penstock_state/archive.log" 2>&1; then
        mv "$penstock_training/$1.jsa" "$penstock_home/$1.jsa"
    else
        # It works without, only slower; archive.log says why.
        rm -f "$penstock_home/$1.jsa"
    fi
}
