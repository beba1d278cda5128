# A page with a placeholder left in it must not be deployed.
set -eu

if grep -n '@[A-Z]*@' site/index.html; then
    echo "site/index.html still has the placeholders above" >&2
    exit 1
fi
grep -q '</html>' site/index.html || {
    echo "site/index.html is not complete" >&2
    exit 1
}
echo "site/index.html is complete"
