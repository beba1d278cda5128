# Runs commands one after the other in this shell, so that they share variables, functions and directory.
#
# Standard input brings requests: the lines of a command, each after a hyphen, then a line with a dot. Standard output
# carries what the commands print on either of their outputs. Standard error carries reports, made of fields that end in
# NUL: a word, the exit status, the directory, the exported variables, and an empty field. After each report a line is
# read from standard input and printed, which marks where the output of the command ends.
#
# Commands read from /dev/null. While one runs, the requests are at descriptor 6 and the reports at 8; a command may use
# both for itself without harm to the next.
exec 7<&0 9>&2 2>&1 </dev/null
__penstock_text=
__penstock_line=
__penstock_report() {
  {
    printf '%s\0%s\0%s\0' "$1" "$2" "$(pwd)"
    if [ -r /proc/self/environ ]; then command -p cat /proc/self/environ; else command -p env -0; fi
    printf '\0'
  } >&9
  IFS= read -r __penstock_line <&7 || :
  printf '%s' "$__penstock_line"
}
__penstock_exit() {
  if (: >&8) 2>/dev/null; then __penstock_report exit "$1" 7<&6 9>&8; else __penstock_report exit "$1"; fi
}
__penstock_next() {
  __penstock_text=
  while IFS= read -r __penstock_line <&7; do
    case $__penstock_line in
    .) return 0 ;;
    *) __penstock_text="$__penstock_text${__penstock_line#-}
" ;;
    esac
  done
  return 1
}
trap '{ __penstock_exit $?; } 2>/dev/null' EXIT
while { __penstock_next; } 2>/dev/null; do
  { eval "$__penstock_text"; } 6<&7 7<&- 8>&9 9>&-
  { __penstock_report status $?; } 2>/dev/null
done
trap - EXIT
