package io.bespokecache.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.bespokecache.shared.SharedStore;

import org.springframework.context.annotation.Import;

/**
 * Lets a test of a Spring Boot application put faults between its caches and their second
 * level: there is a bean of type {@link Chaos}, and each bean of type {@link SharedStore}
 * is wrapped in a {@link ChaosSharedStore}. All faults end after each test method.
 * <p>
 * For a test class with {@code @SpringBootTest} or one of the test slices, or a
 * {@code @Configuration}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(ChaosConfiguration.class)
public @interface AutoConfigureCacheChaos {

}
