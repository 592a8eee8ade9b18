package io.bespokecache.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What an operator removed from a cache.
 *
 * @param removed how many entries; about, if it was all of them while others wrote
 */
public record RemovalDescriptor(long removed) implements OperationResponseBody {

}
