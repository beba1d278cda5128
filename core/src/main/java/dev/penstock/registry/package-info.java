/**
 * Pipelines that are started by what happens, and not by somebody who has their files: kept where the runners of a shared
 * journal find them.
 */
@NullMarked
package dev.penstock.registry;

import org.jspecify.annotations.NullMarked;
