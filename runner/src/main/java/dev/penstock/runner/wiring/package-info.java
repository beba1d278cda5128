/**
 * What the runner is put together from: Guice modules, one for each topic, and nothing but wiring. Every binding is
 * explicit, everything is made when it is first asked for.
 */
@NullMarked
package dev.penstock.runner.wiring;

import org.jspecify.annotations.NullMarked;
