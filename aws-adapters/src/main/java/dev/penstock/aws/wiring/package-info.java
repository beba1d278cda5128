/** AWS for users of Guice. Nothing else in this module knows of it. */
@NullMarked
package dev.penstock.aws.wiring;

import org.jspecify.annotations.NullMarked;
