/** Classes of a core that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.store;

import org.jspecify.annotations.NullMarked;
