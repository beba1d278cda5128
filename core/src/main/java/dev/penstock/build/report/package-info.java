/**
 * Test reports that builds leave behind: what is in the files of each format, counted.
 *
 * <p>Sources: CodeBuild User Guide, "Build specification reference" ({@code reports}) and "Work with test reports"; the schemas that JUnit's
 * Ant task, NUnit, TestNG, Visual Studio and Cucumber write.
 */
@NullMarked
package dev.penstock.build.report;

import org.jspecify.annotations.NullMarked;
