# Fills in the page: who is greeted, from which commit it was made, and by which execution. The last makes each release one of
# its own, also of the same commit.
set -eu

mkdir -p site
greeting=$(printf '%s' "${GREETING:-Hello}" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g')
commit=${COMMIT_ID:-unknown}
while IFS= read -r line; do
    case $line in
        *@GREETING@*) line="${line%%@GREETING@*}$greeting${line#*@GREETING@}" ;;
        *@COMMIT@*) line="${line%%@COMMIT@*}$commit${line#*@COMMIT@}" ;;
        *@EXECUTION@*) line="${line%%@EXECUTION@*}${EXECUTION_ID:-unknown}${line#*@EXECUTION@}" ;;
    esac
    printf '%s\n' "$line"
done <page.html >site/index.html
echo "Rendered site/index.html for commit $commit"
