package dev.penstock.simulator.recordings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Keeps the body of the last error, which the S3 client does not give with its exceptions. */
final class ErrorBodies implements ExecutionInterceptor {

    private byte[] last = {};

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        last = new byte[0];
        if (context.httpResponse().isSuccessful() || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        try (InputStream body = context.responseBody().get()) {
            last = body.readAllBytes();
            return Optional.of(new ByteArrayInputStream(last));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The error with the body that it came with. */
    AwsServiceException with(AwsServiceException error) {
        return error.toBuilder()
                .awsErrorDetails(error.awsErrorDetails().toBuilder()
                        .rawResponse(SdkBytes.fromByteArray(last))
                        .build())
                .build();
    }
}
