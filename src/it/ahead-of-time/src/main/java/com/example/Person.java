package com.example;

record Person(String name, long id) {
}
