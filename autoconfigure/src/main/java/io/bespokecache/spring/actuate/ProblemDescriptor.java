package io.bespokecache.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a cache was not changed.
 *
 * @param problem what is wrong
 * @param remedy what to ask for instead
 */
public record ProblemDescriptor(String problem, String remedy) implements OperationResponseBody {

}
