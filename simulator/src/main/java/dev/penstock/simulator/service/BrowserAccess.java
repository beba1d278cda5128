package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What browsers ask of a REST service beside its operations: may a page of another origin, and uploads by forms. */
public interface BrowserAccess {

    /**
     * Answers whether a page may send a request. Called within a transaction.
     *
     * @param resource the bucket, and the key if there is one
     * @param origin the page's
     * @param method of the request that is meant; empty when the browser does not say
     * @param headers that it would carry, in lower case
     * @return the headers to answer with
     * @throws ServiceError when it may not
     */
    Map<String, String> preflight(List<String> resource, String origin, String method, List<String> headers);

    /** The headers that let a page of this origin read an answer; empty when it may not. Within a transaction. */
    Map<String, String> allowing(String bucket, String origin, String method);

    /**
     * Checks a form that uploads an object. Called within a transaction.
     *
     * @param fields of the form by their names in lower case, without the file
     * @param size of the file in bytes
     * @param clientsNow the time by which the policy expires
     * @return the headers under which the object is put, by their names in lower case
     * @throws ServiceError when the form is incomplete, or its policy has expired or forbids it
     */
    Map<String, String> form(Map<String, String> fields, long size, Instant clientsNow);
}
