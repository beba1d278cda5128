/** What Dockerfiles, image files, registries and the image action must do. */
@NullMarked
package dev.penstock.image;

import org.jspecify.annotations.NullMarked;
