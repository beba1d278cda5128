/**
 * What the world may ask over HTTPS: webhooks, and links by which people answer and instruct. Nothing here deploys: it
 * verifies, and hands on.
 */
@NullMarked
package dev.penstock.lambda.front;

import org.jspecify.annotations.NullMarked;
