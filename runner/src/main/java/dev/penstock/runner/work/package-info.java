/** What a long-running worker consists of beside its engines: who drives which execution, and what operators see of it. */
@NullMarked
package dev.penstock.runner.work;

import org.jspecify.annotations.NullMarked;
