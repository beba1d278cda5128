/**
 * Sources on this machine: folders, and Git repositories wherever they are.
 *
 * <p>Of a Git repository, one commit is fetched into a bare cache and its files go from there straight into the bundle:
 * there is no working tree, and nothing of the user's Git configuration has a say in what the files are.
 */
@NullMarked
package dev.penstock.local.source;

import org.jspecify.annotations.NullMarked;
