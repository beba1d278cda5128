/** Files checked before anything runs: definitions, settings, and what pipelines deploy out of folders of this machine. */
@NullMarked
package dev.penstock.runner.validation;

import org.jspecify.annotations.NullMarked;
