// Builds an array in an arena, item by item. Internal to the JSONata engine; the array it leaves behind is finished when nobody pushes any more.
#pragma once

#include <cstdint>

#include "statemachine/query/jsonata/value.hpp"

namespace pawl::query::jsonata {

class Builder {
  public:
    explicit Builder(Arena& arena, std::uint32_t expected = 0) : arena_(arena) {
        if (expected > 0) reserve(expected);
    }
    void push(const Value& value) {
        if (size_ == capacity_ && !reserve(capacity_ < 4 ? 4 : capacity_ * 2)) return;
        items_[size_++] = value;
    }
    /// All items of an array.
    void extend(const Value& array);
    std::uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// It grew beyond the largest array allowed; what came after that was dropped.
    bool overflowed() const { return overflowed_; }
    Value& operator[](std::uint32_t i) { return items_[i]; }
    Value* items() const { return items_; }
    ArrayData* data() const { return arena_.make<ArrayData>(ArrayData{items_, size_, capacity_, false}); }

  private:
    Arena& arena_;
    Value* items_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
    bool overflowed_ = false;

    bool reserve(std::uint32_t wanted);
};

}  // namespace pawl::query::jsonata
