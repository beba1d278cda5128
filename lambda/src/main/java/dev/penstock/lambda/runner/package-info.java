/** What advances executions: takes what is due, goes on with it for as long as there is time, gives back what is left. */
@NullMarked
package dev.penstock.lambda.runner;

import org.jspecify.annotations.NullMarked;
