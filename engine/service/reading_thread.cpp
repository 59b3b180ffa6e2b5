#include "engine/service/reading_thread.hpp"

namespace pawl::engine {

ReadingThread::ReadingThread(std::function<std::unique_ptr<StoreReader>()> make_reader)
    : make_reader_(std::move(make_reader)), thread_([this] { run(); }) {}

ReadingThread::~ReadingThread() { stop(); }

void ReadingThread::post(Work work) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    queue_.push_back(std::move(work));
    if (queue_.size() == 1) wake_.notify_one();
}

void ReadingThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void ReadingThread::run() {
    const std::unique_ptr<StoreReader> reader = make_reader_();
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        Work work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work(*reader);
        work = nullptr;
        lock.lock();
    }
}

}  // namespace pawl::engine
