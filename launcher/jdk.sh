# Finds the JDK that builds and runs Penstock. Read by mvnw and penstock with "."; POSIX sh, starts no JVM.
#
# penstock_find_jdk sets
#   PENSTOCK_JDK          home of the newest JDK of at least the wanted version, or empty if there is none
#   PENSTOCK_JDK_VERSION  its version as one number: 25.0.3 is 25000003
#   PENSTOCK_JDK_SEEN     the homes that were looked at, one a line with the version, for the error message

penstock_wanted_java=21

# Sets penstock_number to the version of the JDK at $1 as one number, 0 if there is no JDK. The "release" file says it,
# so no JVM is started; a home without javac is a JRE and does not count.
penstock_version_of() {
    penstock_number=0
    penstock_text=none
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r penstock_line || [ -n "$penstock_line" ]; do
        case $penstock_line in
            JAVA_VERSION=*)
                penstock_text=${penstock_line#*\"}
                penstock_text=${penstock_text%\"*}
                ;;
        esac
    done <"$1/release"
    penstock_rest=${penstock_text%%[!0-9.]*}.0.0
    penstock_major=${penstock_rest%%.*}
    penstock_rest=${penstock_rest#*.}
    penstock_minor=${penstock_rest%%.*}
    penstock_rest=${penstock_rest#*.}
    penstock_patch=${penstock_rest%%.*}
    # A leading zero goes, as the shell would read 08 as a broken octal number.
    penstock_minor=${penstock_minor#0}
    penstock_patch=${penstock_patch#0}
    penstock_number=$((${penstock_major:-0} * 1000000 + ${penstock_minor:-0} * 1000 + ${penstock_patch:-0}))
}

penstock_consider() {
    case $PENSTOCK_JDK_SEEN in
        *"  $1 ("*) return 0 ;;
    esac
    [ -d "$1" ] || return 0
    penstock_version_of "$1"
    [ "$penstock_text" != none ] || return 0
    PENSTOCK_JDK_SEEN="$PENSTOCK_JDK_SEEN  $1 ($penstock_text)
"
    if [ "$penstock_number" -gt "$PENSTOCK_JDK_VERSION" ] && [ "$penstock_number" -ge "${penstock_wanted_java}000000" ]; then
        PENSTOCK_JDK=$1
        PENSTOCK_JDK_VERSION=$penstock_number
    fi
}

penstock_find_jdk() {
    PENSTOCK_JDK=
    PENSTOCK_JDK_VERSION=0
    PENSTOCK_JDK_SEEN=
    [ -z "${JAVA_HOME:-}" ] || penstock_consider "$JAVA_HOME"
    penstock_java=$(command -v java 2>/dev/null) || penstock_java=
    # Behind the symbolic links of /usr/bin/java there may be a directory that is not in the list below.
    [ ! -L "$penstock_java" ] || penstock_java=$(readlink -f "$penstock_java" 2>/dev/null) || penstock_java=
    case $penstock_java in
        */bin/java)
            penstock_consider "${penstock_java%/bin/java}"
            ;;
    esac
    for penstock_home in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/jvm/* /usr/local/openjdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-/}"/.sdkman/candidates/java/* \
        "${HOME:-/}"/.jenv/versions/* \
        "${HOME:-/}"/.asdf/installs/java/* \
        "${HOME:-/}"/.local/share/mise/installs/java/* \
        "${HOME:-/}"/.gradle/jdks/* \
        "${HOME:-/}"/.m2/jdks/* \
        "${HOME:-/}"/.jdks/*; do
        [ ! -d "$penstock_home" ] || penstock_consider "$penstock_home"
    done
}

# Says why no JDK was taken, on standard error.
penstock_no_jdk() {
    {
        echo "penstock: no JDK $penstock_wanted_java or newer was found."
        echo "Looked at JAVA_HOME, java on the PATH, /usr/lib/jvm, /usr/java, /opt, /Library/Java, Homebrew, and in the"
        echo "home directory at SDKMAN, jenv, asdf, mise, Gradle and IntelliJ."
        if [ -n "$PENSTOCK_JDK_SEEN" ]; then
            echo "Found only:"
            printf '%s' "$PENSTOCK_JDK_SEEN"
        fi
        echo "Install one (for example Temurin, https://adoptium.net) and set JAVA_HOME to its directory."
    } >&2
}
