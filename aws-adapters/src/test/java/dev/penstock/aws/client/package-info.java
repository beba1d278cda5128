@NullMarked
package dev.penstock.aws.client;

import org.jspecify.annotations.NullMarked;
