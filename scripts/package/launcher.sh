#!/bin/sh
# Starts the program with the Node.js beside it, whatever PATH says.
program=$0
case $program in */*) ;; *) program=./$program ;; esac
while [ -L "$program" ]; do
  target=$(command -p readlink "$program")
  case $target in /*) program=$target ;; *) program=${program%/*}/$target ;; esac
done
exec "${program%/*}/node" "${program%/*}/spendesk-hr.js" "$@"
