/**
 * Objects of declared types as JSON, and fingerprints of these types. The declaration
 * alone decides what is read: no name of a class is written, or obeyed.
 */
@NullMarked
package io.bespokecache.spring.json;

import org.jspecify.annotations.NullMarked;
