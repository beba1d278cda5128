/**
 * Ways in for those who deployed with something else: files of other tools are read and become a pipeline, its settings and, where
 * something is built, a buildspec. What is written does what the file did, and whatever of it cannot be carried over is a
 * {@linkplain dev.penstock.problem.Problem problem} with its line. The same file always gives the same texts.
 *
 * <p>An importer ({@link dev.penstock.importing.TravisImporter}, {@link dev.penstock.importing.EbImporter}, {@link
 * dev.penstock.importing.ComposeImporter}, {@link dev.penstock.importing.CopilotImporter}) reads one kind of file
 * and answers an {@link dev.penstock.importing.Import}. What else of
 * a project it needs it asks a {@link dev.penstock.importing.ProjectFolder} for; files are written by who calls it.
 */
@NullMarked
package dev.penstock.importing;

import org.jspecify.annotations.NullMarked;
