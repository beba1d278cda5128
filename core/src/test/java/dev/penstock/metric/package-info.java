/** Tests of where counts come from, and the contract that every kind of source keeps to. */
@NullMarked
package dev.penstock.metric;

import org.jspecify.annotations.NullMarked;
