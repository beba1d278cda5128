/**
 * Container images: building them, pushing them, and the files that tell deployments of them.
 *
 * <p>An image is carried by digest, {@code repository@sha256:…}, from the moment it is known; a tag is a label for people.
 */
@NullMarked
package dev.penstock.image;

import org.jspecify.annotations.NullMarked;
