@NullMarked
package dev.penstock.aws.ecs;

import org.jspecify.annotations.NullMarked;
