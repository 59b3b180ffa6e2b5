#include "statemachine/query/jsonata/arena.hpp"

#include <algorithm>

namespace pawl::query::jsonata {

Arena::~Arena() {
    while (chunks_ != nullptr) {
        Chunk* before = chunks_->before;
        ::operator delete(chunks_);
        chunks_ = before;
    }
}

void* Arena::allocate_slowly(std::size_t bytes) {
    // Chunks grow with what was taken so far, so that a large result takes few of them and a small one little memory.
    const std::size_t wanted = std::max(bytes, std::clamp<std::size_t>(taken_, 4096, std::size_t{1} << 20));
    auto* chunk = static_cast<Chunk*>(::operator new(sizeof(Chunk) + wanted));
    chunk->before = chunks_;
    chunks_ = chunk;
    taken_ += wanted;
    char* place = reinterpret_cast<char*>(chunk + 1);
    if (bytes >= wanted / 2 && wanted == bytes) return place;  // a large one has a chunk to itself; the current one is used further
    next_ = place + bytes;
    end_ = place + wanted;
    return place;
}

}  // namespace pawl::query::jsonata
