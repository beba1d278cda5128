/**
 * What a run in this process is made of, whoever asks for it, the command line or a build tool: the definition with its settings,
 * what stands in its way, and a {@link dev.penstock.runner.Runner} that carries it out.
 */
@NullMarked
package dev.penstock.runner;

import org.jspecify.annotations.NullMarked;
