/**
 * The settings of a run: what a definition cannot say, because it says only what CodePipeline knows. Which folder stands in
 * for a repository, where builds run, which profile and Region are used. They stand in a small file, {@code penstock.yml},
 * beside the definition, and never in the definition.
 */
@NullMarked
package dev.penstock.settings;

import org.jspecify.annotations.NullMarked;
