/**
 * AWS's wire protocols over the SDK's own model classes: one codec for JSON, one for Query forms, one for XML, and the
 * binding of REST members to path, query and headers. The classes say of themselves what they are made of
 * ({@link software.amazon.awssdk.core.SdkPojo#sdkFields()}), so no service has model files here.
 */
@NullMarked
package dev.penstock.simulator.wire;

import org.jspecify.annotations.NullMarked;
