/**
 * The front door of the library: everything that comes with Penstock, put together without a container.
 *
 * <p>A {@link dev.penstock.library.Machine} is what runs here, a {@link dev.penstock.library.Cloud} is where it deploys to,
 * and {@link dev.penstock.library.BuiltInActions} are the providers over both.
 */
@NullMarked
package dev.penstock.library;

import org.jspecify.annotations.NullMarked;
