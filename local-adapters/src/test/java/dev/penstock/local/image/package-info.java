/** What image builders must do, against a registry in this process and one in a container. */
@NullMarked
package dev.penstock.local.image;

import org.jspecify.annotations.NullMarked;
